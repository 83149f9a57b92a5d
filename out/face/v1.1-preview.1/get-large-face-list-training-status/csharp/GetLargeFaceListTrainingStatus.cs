// Get how far a large face list's training is.
//
// Run: dotnet run GetLargeFaceListTrainingStatus.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://norwayeast.api.cognitive.microsoft.com";
var largeFaceListId = "visitors-2026";

var key = Environment.GetEnvironmentVariable("FACE_APIKEY");
if (string.IsNullOrEmpty(key))
{
    Console.Error.WriteLine("Set the environment variable FACE_APIKEY to your key.");
    return 1;
}

var path = $"/face/v1.1-preview.1/largefacelists/{Uri.EscapeDataString(largeFaceListId)}/training";
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
