// Find the things of an owner.
//
// Run: dotnet run FindThings.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://example.com";
var ownerId = "O'Brien & sons";
var major = "2";

var key = Environment.GetEnvironmentVariable("EXAMPLE_KEY");
if (string.IsNullOrEmpty(key))
{
    Console.Error.WriteLine("Set the environment variable EXAMPLE_KEY to your key.");
    return 1;
}

var path = $"/owners/{Uri.EscapeDataString(ownerId)}/things/v{Uri.EscapeDataString(major)}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name";
using var handler = new HttpClientHandler { AllowAutoRedirect = false };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(endpoint), path));
request.Headers.TryAddWithoutValidation("X-Key", key);
request.Headers.TryAddWithoutValidation("Accept", "application/json");
request.Headers.TryAddWithoutValidation("If-Match", "'a1'");
try
{
    using var response = await client.SendAsync(request);
    if (!response.IsSuccessStatusCode)
    {
        Console.Error.WriteLine($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return 1;
    }
    Console.WriteLine("Here are your things.");
    return 0;
}
catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
{
    Console.Error.WriteLine($"No answer: {error.Message}");
    return 1;
}
