// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// LADEN_ZUGANG=<Name:Paßwort> java -cp "lib/*" PutPicture.java
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class PutPicture {
  public static void main(String[] args) throws Exception {
    String login = System.getenv("LADEN_ZUGANG");
    if (login == null || login.isEmpty())
      throw new RuntimeException("Setzen Sie LADEN_ZUGANG auf \"Name:Paßwort\" \\ für C:\\Läden (100 %, $y `z` 'q').");
    String url = "https://example.com/pictures";
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));

    var request = new HttpPost(url);
    request.setHeader("Authorization", "Basic " + basic);
    var parts = MultipartEntityBuilder.create();
    // Schreibt Namen in UTF-8
    parts.setMode(HttpMultipartMode.EXTENDED).setContentType(ContentType.create("multipart/mixed"));
    parts.addTextBody("titel", "Haus", ContentType.create("text/plain", StandardCharsets.UTF_8));
    parts.addBinaryBody("bild", new File("bild.png"));
    request.setEntity(parts.build());
    String type = request.getEntity().getContentType();
    request.setHeader("Content-Type", type.replace("multipart/mixed", "multipart/form-data"));
    request.setConfig(RequestConfig.custom().setResponseTimeout(30, TimeUnit.SECONDS).build());
    // Folgt keiner Umleitung und wiederholt nichts: \ users
    try (var client = HttpClients.createMinimal();
        var response = client.executeOpen(HttpHost.create(request.getUri()), request, null)) {
      var entity = response.getEntity();
      String body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
      if (response.getCode() >= 300)
        throw new RuntimeException("HTTP " + response.getCode() + ": " + body);
      System.out.println("Das Bild wurde hochgeladen.");
    }
  }
}
