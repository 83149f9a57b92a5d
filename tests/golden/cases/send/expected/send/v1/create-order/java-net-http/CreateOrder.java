// java CreateOrder.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class CreateOrder {
  public static void main(String[] args) throws Exception {
    String shop = URLEncoder.encode("lobby", StandardCharsets.UTF_8).replace("+", "%20");
    String url = "https://example.com/shops/" + shop + "/orders?limit=5&sort=name";
    String json =
        """
        {
          "name": "Ada",
          "tag": "new",
          "address": {"street": "1 Main Street", "city": "Oslo"},
          "things": [{"id": 7, "size": "M"}]
        }
        """;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Trace", "a \"quoted\" id")
            .header("Cookie", "theme=dark")
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
