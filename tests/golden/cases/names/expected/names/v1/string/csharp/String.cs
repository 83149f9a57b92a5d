// Program.cs of "dotnet new console"; PATH_KEY=<your key> dotnet run
var classValue = Uri.EscapeDataString("a");
var classValue2 = Uri.EscapeDataString("b");
var valueValue = Uri.EscapeDataString("c");
var value2Nd = Uri.EscapeDataString("d");
var path = Uri.EscapeDataString("e");
var pathKey = Uri.EscapeDataString("f");
var pathKeyValue = Uri.EscapeDataString("g");
var userId = Uri.EscapeDataString("h");
var key = Environment.GetEnvironmentVariable("PATH_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set PATH_KEY to your key.");

var url = $"https://example.com/{classValue}/{classValue2}/{valueValue}/{value2Nd}/{path}/{pathKey}/{pathKeyValue}/{userId}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("X-Key", key);

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Fine.");
