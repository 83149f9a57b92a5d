// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// java -cp "lib/*" CreateOrder.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

class CreateOrder {
  public static void main(String[] args) throws Exception {
    String shop = URLEncoder.encode("lobby", StandardCharsets.UTF_8).replace("+", "%20");
    String url = "https://example.com/shops/" + shop + "/orders?limit=5&sort=name";
    String json =
        """
        {
          "name": "Ada",
          "tag": "new",
          "address": {"street": "1 Main Street", "city": "Oslo"},
          "things": [{"id": 7, "size": "M"}]
        }
        """;

    var request = new HttpPost(url);
    request.setHeader("X-Trace", "a \"quoted\" id");
    request.setHeader("Cookie", "theme=dark");
    request.setHeader("Accept", "application/json");
    request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
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
