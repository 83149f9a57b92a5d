// EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> java WithBoth.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class WithBoth {
  public static void main(String[] args) throws Exception {
    String exampleToken = System.getenv("EXAMPLE_TOKEN");
    if (exampleToken == null || exampleToken.isEmpty())
      throw new RuntimeException("Set EXAMPLE_TOKEN to your token.");
    String exampleKey = System.getenv("EXAMPLE_KEY");
    if (exampleKey == null || exampleKey.isEmpty())
      throw new RuntimeException("Set EXAMPLE_KEY to your key.");
    String url = "https://example.com/both?api%20key=" + URLEncoder.encode(exampleKey, StandardCharsets.UTF_8).replace("+", "%20");
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + exampleToken)
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Fine.");
  }
}
