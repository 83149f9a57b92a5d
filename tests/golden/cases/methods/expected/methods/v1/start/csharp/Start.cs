// Program.cs of "dotnet new console"; EXAMPLE_KEY=<your key> dotnet run
var key = Environment.GetEnvironmentVariable("EXAMPLE_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set EXAMPLE_KEY to your key.");

var url = "https://example.com/engine/start";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("X-Key", key);

using var response = await client.PostAsync(url, null);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("The engine starts.");
