// Program.cs of "dotnet new console"; LOOPS_SECRET=<your key> LOOPS_KEY=<your key> dotnet run
using System.Text.Json.Nodes;

var loopsSecret = Environment.GetEnvironmentVariable("LOOPS_SECRET");
if (string.IsNullOrEmpty(loopsSecret))
    throw new InvalidOperationException("Set LOOPS_SECRET to your key.");
var loopsKey = Environment.GetEnvironmentVariable("LOOPS_KEY");
if (string.IsNullOrEmpty(loopsKey))
    throw new InvalidOperationException("Set LOOPS_KEY to your key.");

var firstPage = $"https://loops.example.com/v1/numbers?secret={Uri.EscapeDataString(loopsSecret)}";
var url = firstPage;
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
client.DefaultRequestHeaders.Add("X-Key", loopsKey);
client.DefaultRequestHeaders.Add("Accept", "application/json");

for (var page = 0; ; page++)
{
    if (page == 1000)
        throw new InvalidOperationException("Stopped after 1000 pages.");
    using var response = await client.GetAsync(url);
    var text = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode)
        throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
    Console.WriteLine(text);
    var cursor = JsonNode.Parse(text)!["number"]?.ToString();
    if (string.IsNullOrEmpty(cursor))
        break;
    url = $"{firstPage}&page={cursor}";
}
