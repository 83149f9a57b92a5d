// EXAMPLE_TOKEN=<your token> java WithToken.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class WithToken {
  public static void main(String[] args) throws Exception {
    String token = System.getenv("EXAMPLE_TOKEN");
    if (token == null || token.isEmpty())
      throw new RuntimeException("Set EXAMPLE_TOKEN to your token.");
    String url = "https://example.com/token";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Fine.");
  }
}
