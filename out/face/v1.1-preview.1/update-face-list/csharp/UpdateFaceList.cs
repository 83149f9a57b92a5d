// Change the name of a face list, its user data, or both.
//
// Run: dotnet run UpdateFaceList.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://norwayeast.api.cognitive.microsoft.com";
var faceListId = "visitors";
var body = new JsonObject
{
    ["name"] = "Visitors in 2026",
    ["userData"] = "Front door and car park"
};

var key = Environment.GetEnvironmentVariable("FACE_APIKEY");
if (string.IsNullOrEmpty(key))
{
    Console.Error.WriteLine("Set the environment variable FACE_APIKEY to your key.");
    return 1;
}

var path = $"/face/v1.1-preview.1/facelists/{Uri.EscapeDataString(faceListId)}";
using var handler = new HttpClientHandler { AllowAutoRedirect = false };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(new Uri(endpoint), path));
request.Headers.TryAddWithoutValidation("Ocp-Apim-Subscription-Key", key);
request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
try
{
    using var response = await client.SendAsync(request);
    if (!response.IsSuccessStatusCode)
    {
        Console.Error.WriteLine($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return 1;
    }
    Console.WriteLine("Face list updated.");
    return 0;
}
catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
{
    Console.Error.WriteLine($"No answer: {error.Message}");
    return 1;
}
