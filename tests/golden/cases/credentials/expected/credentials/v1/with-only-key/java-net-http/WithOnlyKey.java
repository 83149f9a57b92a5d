// EXAMPLE_KEY=<your key> java WithOnlyKey.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class WithOnlyKey {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("EXAMPLE_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set EXAMPLE_KEY to your key.");
    String url = "https://example.com/key?api%20key=" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Fine.");
  }
}
