// Program.cs of "dotnet new console"; LOOPS_KEY=<your key> dotnet run
var items = Uri.EscapeDataString("ours");
var key = Environment.GetEnvironmentVariable("LOOPS_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set LOOPS_KEY to your key.");

var url = $"https://loops.example.com/v1/{items}/links?top=2";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
client.DefaultRequestHeaders.Add("X-Key", key);
client.DefaultRequestHeaders.Add("Accept", "application/json");

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);
