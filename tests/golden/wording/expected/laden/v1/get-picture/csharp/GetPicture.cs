// Program.cs of "dotnet new console"; LADEN_KEY=<Ihren Schlüssel> dotnet run
var key = Environment.GetEnvironmentVariable("LADEN_KEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Setzen Sie LADEN_KEY auf \"Ihren Schlüssel\" \\ für C:\\Läden (100 %, $y `z` 'q').");

var url = $"https://example.com/picture?key={Uri.EscapeDataString(key)}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("Accept", "image/png");

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
await File.WriteAllBytesAsync("bild.png", await response.Content.ReadAsByteArrayAsync());
Console.WriteLine("Gespeichert als \"bild.png\" \\ …");
