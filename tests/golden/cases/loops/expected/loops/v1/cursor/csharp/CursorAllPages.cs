// Program.cs of "dotnet new console"; LOOPS_KEY=<your key> dotnet run
using System.Text;
using System.Text.Json.Nodes;

var key = Environment.GetEnvironmentVariable("LOOPS_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set LOOPS_KEY to your key.");

var firstPage = "https://loops.example.com/v1/things?url=x";
var url = $"{firstPage}&from%24=the%20start";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
client.DefaultRequestHeaders.Add("X-Key", key);
client.DefaultRequestHeaders.Add("Accept", "application/json");

for (var page = 0; ; page++)
{
    if (page == 1000)
        throw new InvalidOperationException("Stopped after 1000 pages.");
    JsonNode body = new JsonObject { ["page"] = "it's" };
    using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    using var response = await client.PostAsync(url, content);
    var text = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode)
        throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
    Console.WriteLine(text);
    var cursor = JsonNode.Parse(text)!["next'$cursor"]?.ToString();
    if (string.IsNullOrEmpty(cursor))
        break;
    url = $"{firstPage}&from%24={Uri.EscapeDataString(cursor)}";
}
