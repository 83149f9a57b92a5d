// SHOP_KEY=<your key> java AddThingClass.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class AddThingClass {
  public static void main(String[] args) throws Exception {
    String shelf = URLEncoder.encode("lobby", StandardCharsets.UTF_8).replace("+", "%20");
    String key = System.getenv("SHOP_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set SHOP_KEY to your key.");
    String url = "https://shop.example.com/shelves/" + shelf + "/things";
    String json =
        """
        {"name": "", "size": 0}
        """;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println(response.body());
  }
}
