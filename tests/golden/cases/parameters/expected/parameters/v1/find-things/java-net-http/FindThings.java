// Find the things of an owner.
//
// Run: java FindThings.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

public class FindThings {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";
    String ownerId = "O'Brien & sons";
    String major = "2";

    String key = System.getenv("EXAMPLE_KEY");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable EXAMPLE_KEY to your key.");
      System.exit(1);
    }

    String path =
        "/owners/"
            + encode(ownerId)
            + "/things/v"
            + encode(major)
            + ":find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .header("Accept", "application/json")
            .header("If-Match", "'a1'")
            .GET()
            .build();
    try {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        System.err.println("HTTP " + response.statusCode() + ": " + response.body());
        System.exit(1);
      }
      System.out.println("Here are your things.");
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
