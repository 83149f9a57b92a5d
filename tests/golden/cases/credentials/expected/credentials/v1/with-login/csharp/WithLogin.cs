// With a login.
//
// Run: dotnet run WithLogin.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://example.com";
var name = "me";
var body = new JsonObject { ["a"] = "b" };

var key = Environment.GetEnvironmentVariable("EXAMPLE_LOGIN");
if (string.IsNullOrEmpty(key))
{
    Console.Error.WriteLine("Set the environment variable EXAMPLE_LOGIN to user:password.");
    return 1;
}

var path = $"/login/{Uri.EscapeDataString(name)}";
using var handler = new HttpClientHandler { AllowAutoRedirect = false };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(endpoint), path));
request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key)));
request.Headers.TryAddWithoutValidation("Cookie", "theme=dark%20blue");
request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
try
{
    using var response = await client.SendAsync(request);
    if (!response.IsSuccessStatusCode)
    {
        Console.Error.WriteLine($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return 1;
    }
    Console.WriteLine("Fine.");
    return 0;
}
catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
{
    Console.Error.WriteLine($"No answer: {error.Message}");
    return 1;
}
