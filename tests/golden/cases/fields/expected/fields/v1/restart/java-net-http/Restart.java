// EXAMPLE_TOKEN=<your key> java Restart.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class Restart {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("EXAMPLE_TOKEN");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set EXAMPLE_TOKEN to your key.");
    String url = "https://example.com/restart";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", key)
            .header("X-Token", key)
            .header("Accept", "application/json")
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("It restarts.");
  }
}
