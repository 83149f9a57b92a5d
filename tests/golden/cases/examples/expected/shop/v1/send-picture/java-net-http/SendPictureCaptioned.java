// SHOP_KEY=<your key> java SendPictureCaptioned.java
import java.net.URI;
import java.net.http.*;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

class SendPictureCaptioned {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("SHOP_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set SHOP_KEY to your key.");
    String url = "https://shop.example.com/pictures";
    String boundary = UUID.randomUUID().toString();
    var body =
        HttpRequest.BodyPublishers.concat(
            HttpRequest.BodyPublishers.ofString(
                """
                --%1$s\r
                Content-Disposition: form-data; name="picture"; filename="mug.jpg"\r
                \r
                """
                    .formatted(boundary)),
            HttpRequest.BodyPublishers.ofFile(Path.of("mug.jpg")),
            HttpRequest.BodyPublishers.ofString(
                """
                \r
                --%1$s\r
                Content-Disposition: form-data; name="caption"\r
                \r
                A mug\r
                --%1$s--\r
                """
                    .formatted(boundary)));
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(body)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("It is sent.");
  }
}
