// Program.cs of "dotnet new console"; dotnet run
using System.Text;
using System.Text.Json.Nodes;

var shop = Uri.EscapeDataString("lobby");

var url = $"https://example.com/shops/{shop}/orders?limit=5&sort=name";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("X-Trace", "a \"quoted\" id");
client.DefaultRequestHeaders.Add("Cookie", "theme=dark");
client.DefaultRequestHeaders.Add("Accept", "application/json");

JsonNode body = new JsonObject
{
    ["name"] = "Ada",
    ["tag"] = "new",
    ["address"] = new JsonObject { ["street"] = "1 Main Street", ["city"] = "Oslo" },
    ["things"] = new JsonArray([new JsonObject { ["id"] = 7, ["size"] = "M" }])
};
using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
using var response = await client.PostAsync(url, content);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);
