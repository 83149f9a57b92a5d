// Restart it.
//
// Run: java Restart.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

public class Restart {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";

    String key = System.getenv("EXAMPLE_TOKEN");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable EXAMPLE_TOKEN to your key.");
      System.exit(1);
    }

    String path = "/restart";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", key)
            .header("X-Token", key)
            .header("Accept", "application/json")
            .GET()
            .build();
    try {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        System.err.println("HTTP " + response.statusCode() + ": " + response.body());
        System.exit(1);
      }
      System.out.println("It restarts.");
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }
}
