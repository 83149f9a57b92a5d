// FACE_APIKEY=<your key> java ListLivenessSessionsNextPage.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class ListLivenessSessionsNextPage {
  public static void main(String[] args) throws Exception {
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set FACE_APIKEY to your key.");
    String url = endpoint + "/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20";
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
