// Program.cs of "dotnet new console"; EXAMPLE_SESSION=<your key> dotnet run
var key = Environment.GetEnvironmentVariable("EXAMPLE_SESSION");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set EXAMPLE_SESSION to your key.");

var url = "https://example.com/session";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("Cookie", $"theme=dark%20blue; sid={key}");

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Fine.");
