// PATH_KEY=<your key> java StringSample.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class StringSample {
  public static void main(String[] args) throws Exception {
    String classValue = URLEncoder.encode("a", StandardCharsets.UTF_8).replace("+", "%20");
    String classValue2 = URLEncoder.encode("b", StandardCharsets.UTF_8).replace("+", "%20");
    String value = URLEncoder.encode("c", StandardCharsets.UTF_8).replace("+", "%20");
    String value2Nd = URLEncoder.encode("d", StandardCharsets.UTF_8).replace("+", "%20");
    String path = URLEncoder.encode("e", StandardCharsets.UTF_8).replace("+", "%20");
    String pathKey = URLEncoder.encode("f", StandardCharsets.UTF_8).replace("+", "%20");
    String pathKeyValue = URLEncoder.encode("g", StandardCharsets.UTF_8).replace("+", "%20");
    String userId = URLEncoder.encode("h", StandardCharsets.UTF_8).replace("+", "%20");
    String key = System.getenv("PATH_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set PATH_KEY to your key.");
    String url = "https://example.com/" + classValue + "/" + classValue2 + "/" + value + "/" + value2Nd + "/" + path + "/" + pathKey + "/" + pathKeyValue + "/" + userId;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Fine.");
  }
}
