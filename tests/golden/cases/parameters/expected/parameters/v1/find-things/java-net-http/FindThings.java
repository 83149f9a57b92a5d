// EXAMPLE_KEY=<your key> java FindThings.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class FindThings {
  public static void main(String[] args) throws Exception {
    String ownerId =
        URLEncoder.encode("O'Brien & sons", StandardCharsets.UTF_8).replace("+", "%20");
    String major = URLEncoder.encode("2", StandardCharsets.UTF_8).replace("+", "%20");
    String key = System.getenv("EXAMPLE_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set EXAMPLE_KEY to your key.");
    String url = "https://example.com/owners/" + ownerId + "/things/v" + major + ":find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .header("Accept", "application/json")
            .header("If-Match", "'a1'")
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Here are your things.");
  }
}
