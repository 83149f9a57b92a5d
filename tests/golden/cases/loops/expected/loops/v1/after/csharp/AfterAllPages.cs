// Program.cs of "dotnet new console"; dotnet run
using System.Text.Json.Nodes;

var shelf = Uri.EscapeDataString("a b/c");

var firstPage = $"https://loops.example.com/v1/{shelf}/things?top=2";
var url = firstPage;
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
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
    var items = JsonNode.Parse(text)!.AsArray();
    if (items.Count < 2)
        break;
    var cursor = items[^1]!["id"]!.ToString();
    url = $"{firstPage}&start={Uri.EscapeDataString(cursor)}";
}
