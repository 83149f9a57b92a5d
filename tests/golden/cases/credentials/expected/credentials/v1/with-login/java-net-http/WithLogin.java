// EXAMPLE_LOGIN=<user:password> java WithLogin.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

class WithLogin {
  public static void main(String[] args) throws Exception {
    String name = URLEncoder.encode("me", StandardCharsets.UTF_8).replace("+", "%20");
    String login = System.getenv("EXAMPLE_LOGIN");
    if (login == null || login.isEmpty())
      throw new RuntimeException("Set EXAMPLE_LOGIN to user:password.");
    String url = "https://example.com/login/" + name;
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    String json =
        """
        {"a": "b"}
        """;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Basic " + basic)
            .header("Cookie", "theme=dark%20blue")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Fine.");
  }
}
