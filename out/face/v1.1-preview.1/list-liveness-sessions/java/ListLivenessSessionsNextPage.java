// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// FACE_APIKEY=<your key> java -cp "lib/*" ListLivenessSessionsNextPage.java
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class ListLivenessSessionsNextPage {
  public static void main(String[] args) throws Exception {
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set FACE_APIKEY to your key.");
    String url = endpoint + "/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20";

    var request = new HttpGet(url);
    request.setHeader("Ocp-Apim-Subscription-Key", key);
    request.setHeader("Accept", "application/json");
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
