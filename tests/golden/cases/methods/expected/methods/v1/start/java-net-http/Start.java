// EXAMPLE_KEY=<your key> java Start.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class Start {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("EXAMPLE_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set EXAMPLE_KEY to your key.");
    String url = "https://example.com/engine/start";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("The engine starts.");
  }
}
