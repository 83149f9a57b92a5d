// Program.cs of "dotnet new console"; TENANT_ID=<your key> TENANT_KEY=<your key> dotnet run
var endpoint = Uri.EscapeDataString("a");
var key = Uri.EscapeDataString("b");
var tenantId = Environment.GetEnvironmentVariable("TENANT_ID");
if (string.IsNullOrEmpty(tenantId))
    throw new InvalidOperationException("Set TENANT_ID to your key.");
var tenantKey = Environment.GetEnvironmentVariable("TENANT_KEY");
if (string.IsNullOrEmpty(tenantKey))
    throw new InvalidOperationException("Set TENANT_KEY to your key.");

var url = $"https://example.com/{endpoint}/{key}";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Add("X-Tenant", tenantId);
client.DefaultRequestHeaders.Add("X-Key", tenantKey);

using var response = await client.DeleteAsync(url);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Dropped.");
