// FACE_APIKEY=<your key> java GetLivenessWithVerifySessionAuditEntries.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class GetLivenessWithVerifySessionAuditEntries {
  public static void main(String[] args) throws Exception {
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String sessionId =
        URLEncoder.encode("b12e033e-bda7-4b83-a211-e721c661f30e", StandardCharsets.UTF_8)
            .replace("+", "%20");
    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set FACE_APIKEY to your key.");
    String url = endpoint + "/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/" + sessionId + "/audit?top=20";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Ocp-Apim-Subscription-Key", key)
            .header("Accept", "application/json")
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println(response.body());
  }
}
