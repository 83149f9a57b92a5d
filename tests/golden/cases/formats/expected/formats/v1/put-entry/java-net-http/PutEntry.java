// java PutEntry.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class PutEntry {
  public static void main(String[] args) throws Exception {
    String uuid = "123e4567-e89b-12d3-a456-426614174000";
    String date = "2026-01-31";
    String host = "www.example.com";
    String wait = "PT5M";
    String own = URLEncoder.encode("S1", StandardCharsets.UTF_8).replace("+", "%20");
    String when =
        URLEncoder.encode("2026-01-31T12:00:00Z", StandardCharsets.UTF_8).replace("+", "%20");
    String number = "9007199254740993";
    String url = "https://example.com/" + uuid + "/" + date + "/" + host + "/" + wait + "/" + own + "/" + when + "/" + number + "?mails=ada%40example.com";
    String json =
        """
        {
          "small": -2147483648,
          "large": "18446744073709551615",
          "part": 1e+300,
          "data": "ZXhhbXBsZQ==",
          "link": "/a?b=c",
          "days": ["2026-01-31", "2024-02-29"]
        }
        """;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println(response.body());
  }
}
