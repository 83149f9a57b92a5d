// SHOP_KEY=<your key> java CodeTwo.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class CodeTwo {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("SHOP_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set SHOP_KEY to your key.");
    String url = "https://shop.example.com/code";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("There is none.");
  }
}
