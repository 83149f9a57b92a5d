// Program.cs of "dotnet new console"; LADEN_TOKEN=<Ihr "Token"> dotnet run
var id = "7";
var token = Environment.GetEnvironmentVariable("LADEN_TOKEN");
if (string.IsNullOrEmpty(token))
    throw new InvalidOperationException("Setzen Sie LADEN_TOKEN auf \"Ihr \"Token\"\" \\ für C:\\Läden (100 %, $y `z` 'q').");

var url = $"https://example.com/things/{id}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Authorization = new("Bearer", token);

using var response = await client.DeleteAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Das \"Ding\" wurde gelöscht.");
