// EXAMPLE_SESSION=<your key> java WithSession.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class WithSession {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("EXAMPLE_SESSION");
    if (key == null || key.isEmpty())
      throw new RuntimeException("Set EXAMPLE_SESSION to your key.");
    String url = "https://example.com/session";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Cookie", "theme=dark%20blue; sid=" + key)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Fine.");
  }
}
