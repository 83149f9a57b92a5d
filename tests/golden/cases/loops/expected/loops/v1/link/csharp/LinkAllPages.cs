// Program.cs of "dotnet new console"; LOOPS_KEY=<your key> dotnet run
using System.Text.Json.Nodes;

var itemsValue = Uri.EscapeDataString("ours");
var key = Environment.GetEnvironmentVariable("LOOPS_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set LOOPS_KEY to your key.");

var url = new Uri($"https://loops.example.com/v1/{itemsValue}/links?top=2");
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
    var link = JsonNode.Parse(text)!["@odata.nextLink"]?.ToString();
    if (string.IsNullOrEmpty(link))
        break;
    var next = new Uri(url, link);
    if (next.GetLeftPart(UriPartial.Authority) != url.GetLeftPart(UriPartial.Authority))
        throw new InvalidOperationException($"The next page is on another host: {next}");
    url = next;
}
