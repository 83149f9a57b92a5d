// Program.cs of "dotnet new console"; LOOPS_KEY=<your key> LOOPS_SECRET=<your key> dotnet run
using System.Text;
using System.Text.Json.Nodes;

var stateValue = Uri.EscapeDataString("a/b");
var loopsKey = Environment.GetEnvironmentVariable("LOOPS_KEY");
if (string.IsNullOrEmpty(loopsKey))
    throw new InvalidOperationException("Set LOOPS_KEY to your key.");
var loopsSecret = Environment.GetEnvironmentVariable("LOOPS_SECRET");
if (string.IsNullOrEmpty(loopsSecret))
    throw new InvalidOperationException("Set LOOPS_SECRET to your key.");

var url = $"https://loops.example.com/v1/tasks/{stateValue}?version=2";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
client.DefaultRequestHeaders.Add("X-Key", loopsKey);

JsonNode body = new JsonObject { ["url"] = "https://loops.example.com/in" };
using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
using var response = await client.PostAsync(url, content);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("The task has started.");
Console.WriteLine($"X-Task: {response.Headers.NonValidated.GetValueOrDefault("X-Task")}");

var deadline = DateTime.UtcNow.AddSeconds(2000);
var retryAfter = response.Headers.RetryAfter?.Delta;
string? state;
do
{
    var pause = retryAfter ?? TimeSpan.FromSeconds(20);
    if (DateTime.UtcNow + pause > deadline)
        throw new TimeoutException("Stopped after 2000 seconds.");
    await Task.Delay(pause);
    (text, retryAfter) = await GetStateAsync();
    state = JsonNode.Parse(text)!["state'$x"]?.ToString();
    if (state is "failed" or "it's off")
        throw new InvalidOperationException($"Failed: {text}");
} while (state is not ("done" or "well \"done\""));
Console.WriteLine(text);

async Task<(string, TimeSpan?)> GetStateAsync()
{
    var url = $"https://loops.example.com/v1/tasks/{stateValue}/progress?version=2&secret={Uri.EscapeDataString(loopsSecret)}";
    using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
    client.Timeout = TimeSpan.FromSeconds(20);
    client.DefaultRequestHeaders.Add("X-Key", loopsKey);
    client.DefaultRequestHeaders.Add("language", "en");
    client.DefaultRequestHeaders.Add("Accept", "application/json");

    using var response = await client.GetAsync(url);
    var text = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode)
        throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
    return (text, response.Headers.RetryAfter?.Delta);
}
