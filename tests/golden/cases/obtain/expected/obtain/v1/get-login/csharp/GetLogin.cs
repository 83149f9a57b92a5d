// Program.cs of "dotnet new console"; OBTAIN_LOGIN=<user:password> dotnet run
using System.Text;

var login = Environment.GetEnvironmentVariable("OBTAIN_LOGIN");
if (string.IsNullOrEmpty(login))
    throw new InvalidOperationException("Set OBTAIN_LOGIN to user:password.");

var url = "https://example.com/login";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Nothing.");
