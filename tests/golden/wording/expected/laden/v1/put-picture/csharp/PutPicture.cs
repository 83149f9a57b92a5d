// Program.cs of "dotnet new console"; LADEN_ZUGANG=<Name:Paßwort> dotnet run
using System.Text;

var login = Environment.GetEnvironmentVariable("LADEN_ZUGANG");
if (string.IsNullOrEmpty(login))
    throw new InvalidOperationException("Setzen Sie LADEN_ZUGANG auf \"Name:Paßwort\" \\ für C:\\Läden (100 %, $y `z` 'q').");

var url = "https://example.com/pictures";
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
client.Timeout = TimeSpan.FromSeconds(30);
client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));

using var content = new MultipartFormDataContent
{
    { new StringContent("Haus", Encoding.UTF8, "text/plain"), "titel" },
    { new StreamContent(File.OpenRead("bild.png")), "bild", "bild.png" },
};
// Another second for every 100 kB to upload.
client.Timeout += TimeSpan.FromSeconds((content.Headers.ContentLength ?? 0) / 100_000);
using var response = await client.PostAsync(url, content);
var text = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode)
    throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {text}");
Console.WriteLine("Das Bild wurde hochgeladen.");
