// Program.cs of "dotnet new console"; LOOPS_KEY=<your key> dotnet run
using System.Text;
using System.Text.Json.Nodes;

var key = Environment.GetEnvironmentVariable("LOOPS_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set LOOPS_KEY to your key.");

var url = "https://loops.example.com/v1/things?from%24=the%20start&url=x";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
client.DefaultRequestHeaders.Add("X-Key", key);
client.DefaultRequestHeaders.Add("Accept", "application/json");

JsonNode body = new JsonObject { ["page"] = "it's" };
using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
using var response = await client.PostAsync(url, content);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);
