// java GetStatus.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class GetStatus {
  public static void main(String[] args) throws Exception {
    String url = "https://example.com/status";
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("All is well.");
  }
}
