// With nothing.
//
// Run: dotnet run WithNone.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://example.com";

var path = "/none";
using var handler = new HttpClientHandler { AllowAutoRedirect = false };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(endpoint), path));
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
