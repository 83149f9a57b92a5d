// SHOP_KEY=<your key> java AddThingWhole.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class AddThingWhole {
  public static void main(String[] args) throws Exception {
    String shelf = URLEncoder.encode("a b/ç", StandardCharsets.UTF_8).replace("+", "%20");
    String key = System.getenv("SHOP_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set SHOP_KEY to your key.");
    String url = "https://shop.example.com/shelves/" + shelf + "/things?notify=true&tags=a%2Cb,c%20d";
    String json =
        """
        {"name": "Cup \\"#{1}\\" $x ${y}", "size": 50, "notes": ["a", "b"]}
        """;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .header("X-Trace", "7")
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
