// LADEN_ZUGANG=<Name:Paßwort> java PutPicture.java
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

class PutPicture {
  public static void main(String[] args) throws Exception {
    String login = System.getenv("LADEN_ZUGANG");
    if (login == null || login.isEmpty())
      throw new RuntimeException("Setzen Sie LADEN_ZUGANG auf \"Name:Paßwort\" \\ für C:\\Läden (100 %, $y `z` 'q').");
    String url = "https://example.com/pictures";
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    String boundary = UUID.randomUUID().toString();
    var body =
        HttpRequest.BodyPublishers.concat(
            HttpRequest.BodyPublishers.ofString(
                """
                --%1$s\r
                Content-Disposition: form-data; name="titel"\r
                Content-Type: text/plain\r
                \r
                Haus\r
                --%1$s\r
                Content-Disposition: form-data; name="bild"; filename="bild.png"\r
                \r
                """
                    .formatted(boundary)),
            HttpRequest.BodyPublishers.ofFile(Path.of("bild.png")),
            HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(body)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println("Das Bild wurde hochgeladen.");
  }
}
