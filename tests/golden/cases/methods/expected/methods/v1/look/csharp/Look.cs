// Program.cs of "dotnet new console"; EXAMPLE_KEY=<your key> dotnet run
var key = Environment.GetEnvironmentVariable("EXAMPLE_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set EXAMPLE_KEY to your key.");

var url = "https://example.com/engine";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("X-Key", key);

using var request = new HttpRequestMessage(HttpMethod.Head, url);
using var response = await client.SendAsync(request);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("There is one.");
