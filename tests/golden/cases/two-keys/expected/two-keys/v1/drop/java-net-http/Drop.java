// Drop it.
//
// Run: java Drop.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

public class Drop {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";
    String endpointValue = "a";
    String key = "b";

    String tenantId = System.getenv("TENANT_ID");
    if (tenantId == null || tenantId.isEmpty()) {
      System.err.println("Set the environment variable TENANT_ID to your key.");
      System.exit(1);
    }

    String tenantKey = System.getenv("TENANT_KEY");
    if (tenantKey == null || tenantKey.isEmpty()) {
      System.err.println("Set the environment variable TENANT_KEY to your key.");
      System.exit(1);
    }

    String path = "/" + encode(endpointValue) + "/" + encode(key);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("X-Tenant", tenantId)
            .header("X-Key", tenantKey)
            .DELETE()
            .build();
    try {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        System.err.println("HTTP " + response.statusCode() + ": " + response.body());
        System.exit(1);
      }
      System.out.println("Dropped.");
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }

  /** Percent-encodes one path segment; URLEncoder writes a space as "+", but a path needs %20. */
  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
