// export OBTAIN_TOKEN=$(az account get-access-token --query accessToken --output tsv)
// Program.cs of "dotnet new console"; dotnet run
var token = Environment.GetEnvironmentVariable("OBTAIN_TOKEN");
if (string.IsNullOrEmpty(token))
    throw new InvalidOperationException("Set OBTAIN_TOKEN to your token.");

var url = "https://example.com/token";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Authorization = new("Bearer", token);

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Nothing.");
