// LADEN_TOKEN=<Ihr "Token"> java DeleteThing.java
import java.net.URI;
import java.net.http.*;
import java.time.Duration;

class DeleteThing {
  public static void main(String[] args) throws Exception {
    String id = "7";
    String token = System.getenv("LADEN_TOKEN");
    if (token == null || token.isEmpty())
      throw new RuntimeException("Setzen Sie LADEN_TOKEN auf \"Ihr \"Token\"\" \\ für C:\\Läden (100 %, $y `z` 'q').");
    String url = "https://example.com/things/" + id;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .DELETE()
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Das \"Ding\" wurde gelöscht.");
  }
}
