// Program.cs of "dotnet new console"; EXAMPLE_LOGIN=<user:password> dotnet run
using System.Text;
using System.Text.Json.Nodes;

var name = Uri.EscapeDataString("me");
var login = Environment.GetEnvironmentVariable("EXAMPLE_LOGIN");
if (string.IsNullOrEmpty(login))
    throw new InvalidOperationException("Set EXAMPLE_LOGIN to user:password.");

var url = $"https://example.com/login/{name}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
client.DefaultRequestHeaders.Add("Cookie", "theme=dark%20blue");

JsonNode body = new JsonObject { ["a"] = "b" };
using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
using var response = await client.PostAsync(url, content);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Fine.");
