// Program.cs of "dotnet new console"; FACE_APIKEY=<your key> dotnet run
using System.Text;
using System.Text.Json.Nodes;

var endpoint = "https://norwayeast.api.cognitive.microsoft.com";
var key = Environment.GetEnvironmentVariable("FACE_APIKEY");
if (string.IsNullOrEmpty(key))
    throw new InvalidOperationException("Set FACE_APIKEY to your key.");

var url = $"{endpoint}/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", key);
client.DefaultRequestHeaders.Add("Accept", "application/json");

JsonNode body = new JsonObject { ["url"] = "https://example.com/face.jpg" };
using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
using var response = await client.PostAsync(url, content);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);
