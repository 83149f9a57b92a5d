// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// FACE_APIKEY=<your key> java -cp "lib/*" Detect.java
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.PathEntity;

class Detect {
  public static void main(String[] args) throws Exception {
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set FACE_APIKEY to your key.");
    String url = endpoint + "/face/v1.1-preview.1/detect";

    var request = new HttpPost(url);
    request.setHeader("Ocp-Apim-Subscription-Key", key);
    request.setHeader("Accept", "application/json");
    request.setEntity(
        new PathEntity(Path.of("face.jpg"), ContentType.create("application/octet-stream")));
    request.setConfig(RequestConfig.custom().setResponseTimeout(30, TimeUnit.SECONDS).build());
    // A minimal client follows no redirects, and repeats no request.
    try (var client = HttpClients.createMinimal();
        var response = client.executeOpen(HttpHost.create(request.getUri()), request, null)) {
      var entity = response.getEntity();
      String body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
      if (response.getCode() >= 300)
        throw new RuntimeException("HTTP " + response.getCode() + ": " + body);
      System.out.println(body);
    }
  }
}
