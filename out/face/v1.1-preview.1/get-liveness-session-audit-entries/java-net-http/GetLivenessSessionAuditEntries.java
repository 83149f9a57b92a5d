// List what clients asked in a liveness session, and what they were answered.
//
// Run: java GetLivenessSessionAuditEntries.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

public class GetLivenessSessionAuditEntries {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String sessionId = "b12e033e-bda7-4b83-a211-e721c661f30e";

    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable FACE_APIKEY to your key.");
      System.exit(1);
    }

    String path =
        "/face/v1.1-preview.1/detectLiveness/singleModal/sessions/" + encode(sessionId) + "/audit";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Ocp-Apim-Subscription-Key", key)
            .GET()
            .build();
    try {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        System.err.println("HTTP " + response.statusCode() + ": " + response.body());
        System.exit(1);
      }
      System.out.println(response.body());
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
