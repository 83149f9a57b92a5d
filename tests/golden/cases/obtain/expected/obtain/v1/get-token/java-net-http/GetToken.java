// OBTAIN_TOKEN=$(az account get-access-token --query accessToken --output tsv) java GetToken.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class GetToken {
  public static void main(String[] args) throws Exception {
    String token = System.getenv("OBTAIN_TOKEN");
    if (token == null || token.isEmpty())
      throw new RuntimeException("Set OBTAIN_TOKEN to your token.");
    String url = "https://example.com/token";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Nothing.");
  }
}
