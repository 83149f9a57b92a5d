// With a session.
//
// Run: dotnet run WithSession.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://example.com";

var key = Environment.GetEnvironmentVariable("EXAMPLE_SESSION");
if (string.IsNullOrEmpty(key))
{
    Console.Error.WriteLine("Set the environment variable EXAMPLE_SESSION to your key.");
    return 1;
}

var path = "/session";
using var handler = new HttpClientHandler { AllowAutoRedirect = false };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(endpoint), path));
request.Headers.TryAddWithoutValidation("Cookie", $"theme=dark%20blue; sid={key}");
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
