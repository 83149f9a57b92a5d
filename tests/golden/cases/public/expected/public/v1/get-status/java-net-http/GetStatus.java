// Tell how the service is.
//
// Run: java GetStatus.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

public class GetStatus {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";

    String path = "/status";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(5))
            .GET()
            .build();
    try {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        System.err.println("HTTP " + response.statusCode() + ": " + response.body());
        System.exit(1);
      }
      System.out.println("All is well.");
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }
}
