// Program.cs of "dotnet new console"; EXAMPLE_KEY=<your key> dotnet run
var key = Environment.GetEnvironmentVariable("EXAMPLE_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set EXAMPLE_KEY to your key.");

var url = $"https://example.com/key?api%20key={Uri.EscapeDataString(key)}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Fine.");
