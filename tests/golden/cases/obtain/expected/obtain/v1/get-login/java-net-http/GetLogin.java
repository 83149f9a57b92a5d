// OBTAIN_LOGIN=<user:password> java GetLogin.java
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

class GetLogin {
  public static void main(String[] args) throws Exception {
    String login = System.getenv("OBTAIN_LOGIN");
    if (login == null || login.isEmpty())
      throw new RuntimeException("Set OBTAIN_LOGIN to user:password.");
    String url = "https://example.com/login";
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Basic " + basic)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Nothing.");
  }
}
