// Program.cs of "dotnet new console"; FACE_APIKEY=<your key> dotnet run
using System.Text.Json.Nodes;

var endpoint = "https://norwayeast.api.cognitive.microsoft.com";
var largeFaceListId = "visitors-2026";
var key = Environment.GetEnvironmentVariable("FACE_APIKEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set FACE_APIKEY to your key.");

var url = $"{endpoint}/face/v1.1-preview.1/largefacelists/{largeFaceListId}/train";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", key);

using var response = await client.PostAsync(url, null);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Training started.");
Console.WriteLine($"operation-Location: {response.Headers.NonValidated.GetValueOrDefault("operation-Location")}");

var deadline = DateTime.UtcNow.AddSeconds(600);
var retryAfter = response.Headers.RetryAfter?.Delta;
string? state;
do
{
    var pause = retryAfter ?? TimeSpan.FromSeconds(1);
    if (DateTime.UtcNow + pause > deadline)
        throw new TimeoutException("Stopped after 600 seconds.");
    await Task.Delay(pause);
    (text, retryAfter) = await GetStateAsync();
    state = JsonNode.Parse(text)!["status"]?.ToString();
    if (state is "failed")
        throw new InvalidOperationException($"Failed: {text}");
} while (state is not "succeeded");
Console.WriteLine(text);

async Task<(string, TimeSpan?)> GetStateAsync()
{
    var url = $"{endpoint}/face/v1.1-preview.1/largefacelists/{largeFaceListId}/training";
    using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
    client.Timeout = TimeSpan.FromSeconds(30);
    client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", key);
    client.DefaultRequestHeaders.Add("Accept", "application/json");

    using var response = await client.GetAsync(url);
    var text = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode)
        throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
    return (text, response.Headers.RetryAfter?.Delta);
}
