// Program.cs of "dotnet new console"; FACE_APIKEY=<your key> dotnet run
var endpoint = "https://norwayeast.api.cognitive.microsoft.com";
var key = Environment.GetEnvironmentVariable("FACE_APIKEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set FACE_APIKEY to your key.");

var url = $"{endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", key);
client.DefaultRequestHeaders.Add("Accept", "application/json");

using var response = await client.GetAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);
