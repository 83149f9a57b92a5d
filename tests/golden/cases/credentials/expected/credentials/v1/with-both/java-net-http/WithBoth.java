// With token and key.
//
// Run: java WithBoth.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

public class WithBoth {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";

    String exampleToken = System.getenv("EXAMPLE_TOKEN");
    if (exampleToken == null || exampleToken.isEmpty()) {
      System.err.println("Set the environment variable EXAMPLE_TOKEN to your key.");
      System.exit(1);
    }

    String exampleKey = System.getenv("EXAMPLE_KEY");
    if (exampleKey == null || exampleKey.isEmpty()) {
      System.err.println("Set the environment variable EXAMPLE_KEY to your key.");
      System.exit(1);
    }

    String path = "/both" + "?api%20key=" + encode(exampleKey);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + exampleToken)
            .method("PUT", HttpRequest.BodyPublishers.noBody())
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
