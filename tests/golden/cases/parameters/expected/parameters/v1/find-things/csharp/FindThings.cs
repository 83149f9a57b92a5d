// Program.cs of "dotnet new console"; EXAMPLE_KEY=<your key> dotnet run
var ownerId = Uri.EscapeDataString("O'Brien & sons");
var major = Uri.EscapeDataString("2");
var key = Environment.GetEnvironmentVariable("EXAMPLE_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set EXAMPLE_KEY to your key.");

var url = $"https://example.com/owners/{ownerId}/things/v{major}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("X-Key", key);
client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "'a1'");

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Here are your things.");
