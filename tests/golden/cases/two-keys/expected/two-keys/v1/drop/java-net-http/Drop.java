// TENANT_ID=<your key> TENANT_KEY=<your key> java Drop.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class Drop {
  public static void main(String[] args) throws Exception {
    String endpoint = URLEncoder.encode("a", StandardCharsets.UTF_8).replace("+", "%20");
    String key = URLEncoder.encode("b", StandardCharsets.UTF_8).replace("+", "%20");
    String tenantId = System.getenv("TENANT_ID");
    if (tenantId == null || tenantId.isEmpty())
      throw new RuntimeException("Set TENANT_ID to your key.");
    String tenantKey = System.getenv("TENANT_KEY");
    if (tenantKey == null || tenantKey.isEmpty())
      throw new RuntimeException("Set TENANT_KEY to your key.");
    String url = "https://example.com/" + endpoint + "/" + key;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Tenant", tenantId)
            .header("X-Key", tenantKey)
            .DELETE()
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Dropped.");
  }
}
