// With nothing.
//
// Run: java WithNone.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

public class WithNone {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";

    String path = "/none";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .GET()
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
}
