// Program.cs of "dotnet new console"; EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> dotnet run
var exampleToken = Environment.GetEnvironmentVariable("EXAMPLE_TOKEN");
if (string.IsNullOrEmpty(exampleToken))
    throw new InvalidOperationException("Set EXAMPLE_TOKEN to your token.");
var exampleKey = Environment.GetEnvironmentVariable("EXAMPLE_KEY");
if (string.IsNullOrEmpty(exampleKey))
    throw new InvalidOperationException("Set EXAMPLE_KEY to your key.");

var url = $"https://example.com/both?api%20key={Uri.EscapeDataString(exampleKey)}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Authorization = new("Bearer", exampleToken);

using var response = await client.PutAsync(url, null);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Fine.");
