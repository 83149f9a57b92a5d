// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// LADEN_KEY=<Ihren Schlüssel> java -cp "lib/*" GetPicture.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class GetPicture {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("LADEN_KEY");
    if (key == null || key.isEmpty())
      throw new RuntimeException("Setzen Sie LADEN_KEY auf \"Ihren Schlüssel\" \\ für C:\\Läden (100 %, $y `z` 'q').");
    String url = "https://example.com/picture?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");

    var request = new HttpGet(url);
    request.setHeader("Accept", "image/png");
    request.setConfig(RequestConfig.custom().setResponseTimeout(30, TimeUnit.SECONDS).build());
    // Folgt keiner Umleitung und wiederholt nichts: \ users
    try (var client = HttpClients.createMinimal();
        var response = client.executeOpen(HttpHost.create(request.getUri()), request, null)) {
      byte[] body = EntityUtils.toByteArray(response.getEntity());
      if (response.getCode() >= 300)
        throw new RuntimeException(
            "HTTP " + response.getCode() + ": " + new String(body, StandardCharsets.UTF_8));
      Files.write(Path.of("bild.png"), body);
      System.out.println("Gespeichert als \"bild.png\" \\ …");
    }
  }
}
