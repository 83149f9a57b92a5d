// Find things of every style.
//
// Run: java FindThings.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

public class FindThings {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";

    String path =
        "/things?ids=1%7C2&words=a%20b&filter%5Bfrom%5D=x%20y&filter%5Bto%5D=2&size=3&point=x%2C3%2Cy%2C4";
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
      System.out.println("Here are your things.");
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }
}
