// Program.cs of "dotnet new console"; FACE_APIKEY=<your key> dotnet run
using System.Text.Json.Nodes;

var endpoint = "https://norwayeast.api.cognitive.microsoft.com";
var key = Environment.GetEnvironmentVariable("FACE_APIKEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set FACE_APIKEY to your key.");
JsonNode parameters = new JsonObject
{
    ["livenessOperationMode"] = "Passive",
    ["deviceCorrelationId"] = "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
};

var url = $"{endpoint}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", key);
client.DefaultRequestHeaders.Add("Accept", "application/json");

using var content = new MultipartFormDataContent
{
    { new StringContent(parameters.ToJsonString()), "Parameters" },
    {
        new StreamContent(File.OpenRead("verify-image.jpg")) { Headers = { ContentType = new("image/jpeg") } },
        "VerifyImage", "verify-image.jpg"
    },
};
// Another second for every 100 kB to upload.
client.Timeout += TimeSpan.FromSeconds((content.Headers.ContentLength ?? 0) / 100_000);
using var response = await client.PostAsync(url, content);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);
