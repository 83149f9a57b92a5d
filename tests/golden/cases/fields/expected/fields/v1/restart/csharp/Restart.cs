// Program.cs of "dotnet new console"; EXAMPLE_TOKEN=<your key> dotnet run
var key = Environment.GetEnvironmentVariable("EXAMPLE_TOKEN");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set EXAMPLE_TOKEN to your key.");

var url = "https://example.com/restart";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", key);
client.DefaultRequestHeaders.Add("X-Token", key);
client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("It restarts.");
