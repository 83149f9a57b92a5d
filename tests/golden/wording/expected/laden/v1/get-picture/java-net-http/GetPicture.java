// LADEN_KEY=<Ihren Schlüssel> java GetPicture.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class GetPicture {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("LADEN_KEY");
    if (key == null || key.isEmpty())
      throw new RuntimeException("Setzen Sie LADEN_KEY auf \"Ihren Schlüssel\" \\ für C:\\Läden (100 %, $y `z` 'q').");
    String url = "https://example.com/picture?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "image/png")
            .build();
    var response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() >= 300) {
      String text = new String(response.body(), StandardCharsets.UTF_8);
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + text);
    }
    Files.write(Path.of("bild.png"), response.body());
    System.out.println("Gespeichert als \"bild.png\" \\ …");
  }
}
