// Program.cs of "dotnet new console"; LOOPS_KEY=<your key> dotnet run
using System.Text.Json.Nodes;

var key = Environment.GetEnvironmentVariable("LOOPS_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set LOOPS_KEY to your key.");

var firstPage = "https://loops.example.com/v1/things";
var url = firstPage;
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
client.DefaultRequestHeaders.Add("X-Key", key);
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
    var items = JsonNode.Parse(text)!["value"]!.AsArray();
    if (items.Count == 0)
        break;
    var cursor = items[^1]!["the 'name'"]!.ToString();
    url = $"{firstPage}?start={Uri.EscapeDataString(cursor)}";
}
