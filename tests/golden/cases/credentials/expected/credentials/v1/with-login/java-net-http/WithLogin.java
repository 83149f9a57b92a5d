// With a login.
//
// Run: java WithLogin.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

public class WithLogin {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";
    String name = "me";
    String body =
        """
        {"a": "b"}
        """;

    String key = System.getenv("EXAMPLE_LOGIN");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable EXAMPLE_LOGIN to user:password.");
      System.exit(1);
    }

    String path = "/login/" + encode(name);
    String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Basic " + basic)
            .header("Cookie", "theme=dark%20blue")
            .header("Content-Type", "application/json")
            .method("POST", HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        System.err.println("HTTP " + response.statusCode() + ": " + response.body());
        System.exit(1);
      }
      System.out.println("Fine.");
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
