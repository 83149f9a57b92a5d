// Program.cs of "dotnet new console"; LOOPS_SECRET=<your key> LOOPS_KEY=<your key> dotnet run
var state = Uri.EscapeDataString("other");
var loopsSecret = Environment.GetEnvironmentVariable("LOOPS_SECRET");
if (string.IsNullOrEmpty(loopsSecret))
    throw new InvalidOperationException("Set LOOPS_SECRET to your key.");
var loopsKey = Environment.GetEnvironmentVariable("LOOPS_KEY");
if (string.IsNullOrEmpty(loopsKey))
    throw new InvalidOperationException("Set LOOPS_KEY to your key.");

var url = $"https://loops.example.com/v1/tasks/{state}/progress?version=1&secret={Uri.EscapeDataString(loopsSecret)}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
client.DefaultRequestHeaders.Add("X-Key", loopsKey);
client.DefaultRequestHeaders.Add("language", "en");
client.DefaultRequestHeaders.Add("Accept", "application/json");

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);
