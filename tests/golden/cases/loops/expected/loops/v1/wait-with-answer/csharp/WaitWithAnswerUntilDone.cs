// Program.cs of "dotnet new console"; dotnet run
using System.Text.Json.Nodes;

var stateValue = Uri.EscapeDataString("x");

var url = $"https://loops.example.com/v1/jobs/{stateValue}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(20);
client.DefaultRequestHeaders.Add("Accept", "application/json");

using var response = await client.PutAsync(url, null);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine(text);

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
    state = JsonNode.Parse(text)!["state'$x"]?.ToString();
} while (state is not "done");
Console.WriteLine(text);

async Task<(string, TimeSpan?)> GetStateAsync()
{
    var url = $"https://loops.example.com/v1/jobs/{stateValue}";
    using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
    client.Timeout = TimeSpan.FromSeconds(20);
    client.DefaultRequestHeaders.Add("Accept", "application/json");

    using var response = await client.GetAsync(url);
    var text = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode)
        throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
    return (text, response.Headers.RetryAfter?.Delta);
}
