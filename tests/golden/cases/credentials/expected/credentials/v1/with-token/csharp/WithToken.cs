// Program.cs of "dotnet new console"; EXAMPLE_TOKEN=<your token> dotnet run
var token = Environment.GetEnvironmentVariable("EXAMPLE_TOKEN");
if (string.IsNullOrEmpty(token))
    throw new InvalidOperationException("Set EXAMPLE_TOKEN to your token.");

var url = "https://example.com/token";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Authorization = new("Bearer", token);

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Fine.");
