// Drop it.
//
// Run: dotnet run Drop.cs  (.NET 10 or later)

using System;
using System.Net.Http;
using System.Threading.Tasks;

// Put your own values here.
var endpoint = "https://example.com";
var endpointValue = "a";
var key = "b";

var tenantId = Environment.GetEnvironmentVariable("TENANT_ID");
if (string.IsNullOrEmpty(tenantId))
{
    Console.Error.WriteLine("Set the environment variable TENANT_ID to your key.");
    return 1;
}

var tenantKey = Environment.GetEnvironmentVariable("TENANT_KEY");
if (string.IsNullOrEmpty(tenantKey))
{
    Console.Error.WriteLine("Set the environment variable TENANT_KEY to your key.");
    return 1;
}

var path = $"/{Uri.EscapeDataString(endpointValue)}/{Uri.EscapeDataString(key)}";
using var handler = new HttpClientHandler { AllowAutoRedirect = false };
using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(new Uri(endpoint), path));
request.Headers.TryAddWithoutValidation("X-Tenant", tenantId);
request.Headers.TryAddWithoutValidation("X-Key", tenantKey);
try
{
    using var response = await client.SendAsync(request);
    if (!response.IsSuccessStatusCode)
    {
        Console.Error.WriteLine($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return 1;
    }
    Console.WriteLine("Dropped.");
    return 0;
}
catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
{
    Console.Error.WriteLine($"No answer: {error.Message}");
    return 1;
}
