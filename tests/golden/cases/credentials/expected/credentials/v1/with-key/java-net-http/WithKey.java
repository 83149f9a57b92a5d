// EXAMPLE_KEY=<your key> java WithKey.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class WithKey {
  public static void main(String[] args) throws Exception {
    String name = URLEncoder.encode("me", StandardCharsets.UTF_8).replace("+", "%20");
    String key = System.getenv("EXAMPLE_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set EXAMPLE_KEY to your key.");
    String url = "https://example.com/key/" + name + "?q=a%20b&api%20key=" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Fine.");
  }
}
