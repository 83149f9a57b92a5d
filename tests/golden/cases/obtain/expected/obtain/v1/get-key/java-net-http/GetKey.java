// OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> java GetKey.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class GetKey {
  public static void main(String[] args) throws Exception {
    String obtainKey = System.getenv("OBTAIN_KEY");
    if (obtainKey == null || obtainKey.isEmpty())
      throw new RuntimeException("Set OBTAIN_KEY to your key.");
    String obtainAccount = System.getenv("OBTAIN_ACCOUNT");
    if (obtainAccount == null || obtainAccount.isEmpty())
      throw new RuntimeException("Set OBTAIN_ACCOUNT to your key.");
    String url = "https://example.com/key?key=" + URLEncoder.encode(obtainKey, StandardCharsets.UTF_8).replace("+", "%20");
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Account", obtainAccount)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Nothing.");
  }
}
