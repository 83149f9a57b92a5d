// Each variable has a name that works.
//
// Run: dotnet run String.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://example.com";
var classValue = "a";
var classValue2 = "b";
var valueValue = "c";
var value2Nd = "d";
var pathValue = "e";
var pathKey = "f";
var pathKeyValue = "g";
var userId = "h";

var key = Environment.GetEnvironmentVariable("PATH_KEY");
if (string.IsNullOrEmpty(key))
{
    Console.Error.WriteLine("Set the environment variable PATH_KEY to your key.");
    return 1;
}

var path = $"/{Uri.EscapeDataString(classValue)}/{Uri.EscapeDataString(classValue2)}/{Uri.EscapeDataString(valueValue)}/{Uri.EscapeDataString(value2Nd)}/{Uri.EscapeDataString(pathValue)}/{Uri.EscapeDataString(pathKey)}/{Uri.EscapeDataString(pathKeyValue)}/{Uri.EscapeDataString(userId)}";
using var handler = new HttpClientHandler { AllowAutoRedirect = false };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(endpoint), path));
request.Headers.TryAddWithoutValidation("X-Key", key);
try
{
    using var response = await client.SendAsync(request);
    if (!response.IsSuccessStatusCode)
    {
        Console.Error.WriteLine($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return 1;
    }
    Console.WriteLine("Fine.");
    return 0;
}
catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
{
    Console.Error.WriteLine($"No answer: {error.Message}");
    return 1;
}
