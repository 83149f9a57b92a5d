// Get the status of a liveness-with-verify session and, once there is one, its result.
//
// Run: dotnet run GetLivenessWithVerifySessionResult.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://norwayeast.api.cognitive.microsoft.com";
var sessionId = "b12e033e-bda7-4b83-a211-e721c661f30e";

var key = Environment.GetEnvironmentVariable("FACE_APIKEY");
if (string.IsNullOrEmpty(key))
{
    Console.Error.WriteLine("Set the environment variable FACE_APIKEY to your key.");
    return 1;
}

var path = $"/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/{Uri.EscapeDataString(sessionId)}";
using var handler = new HttpClientHandler { AllowAutoRedirect = false };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(endpoint), path));
request.Headers.TryAddWithoutValidation("Ocp-Apim-Subscription-Key", key);
try
{
    using var response = await client.SendAsync(request);
    if (!response.IsSuccessStatusCode)
    {
        Console.Error.WriteLine($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return 1;
    }
    Console.WriteLine(await response.Content.ReadAsStringAsync());
    return 0;
}
catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
{
    Console.Error.WriteLine($"No answer: {error.Message}");
    return 1;
}
