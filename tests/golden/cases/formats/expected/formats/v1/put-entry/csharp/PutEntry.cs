// Program.cs of "dotnet new console"; dotnet run
using System.Text;
using System.Text.Json.Nodes;

var uuid = "123e4567-e89b-12d3-a456-426614174000";
var date = "2026-01-31";
var host = "www.example.com";
var wait = "PT5M";
var own = Uri.EscapeDataString("S1");
var whenValue = Uri.EscapeDataString("2026-01-31T12:00:00Z");
var number = "9007199254740993";

var url = $"https://example.com/{uuid}/{date}/{host}/{wait}/{own}/{whenValue}/{number}?mails=ada%40example.com";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("Accept", "application/json");

JsonNode body = new JsonObject
{
    ["small"] = -2147483648,
    ["large"] = "18446744073709551615",
    ["part"] = 1e+300,
    ["data"] = "ZXhhbXBsZQ==",
    ["link"] = "/a?b=c",
    ["days"] = new JsonArray("2026-01-31", "2024-02-29")
};
using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
using var response = await client.PutAsync(url, content);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);
