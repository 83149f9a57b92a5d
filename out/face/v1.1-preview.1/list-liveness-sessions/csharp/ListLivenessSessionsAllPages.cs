// Program.cs of "dotnet new console"; FACE_APIKEY=<your key> dotnet run
using System.Text.Json.Nodes;

var endpoint = "https://norwayeast.api.cognitive.microsoft.com";
var key = Environment.GetEnvironmentVariable("FACE_APIKEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set FACE_APIKEY to your key.");

var firstPage = $"{endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?top=20";
var url = firstPage;
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", key);
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
    if (items.Count < 20)
        break;
    var cursor = items[^1]!["id"]!.ToString();
    url = $"{firstPage}&start={Uri.EscapeDataString(cursor)}";
}
