// Program.cs of "dotnet new console"; OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> dotnet run
var obtainKey = Environment.GetEnvironmentVariable("OBTAIN_KEY");
if (string.IsNullOrEmpty(obtainKey))
    throw new InvalidOperationException("Set OBTAIN_KEY to your key.");
var obtainAccount = Environment.GetEnvironmentVariable("OBTAIN_ACCOUNT");
if (string.IsNullOrEmpty(obtainAccount))
    throw new InvalidOperationException("Set OBTAIN_ACCOUNT to your key.");

var url = $"https://example.com/key?key={Uri.EscapeDataString(obtainKey)}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("X-Account", obtainAccount);

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Nothing.");
