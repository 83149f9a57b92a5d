// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// java -cp "lib/*" PutEntry.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

class PutEntry {
  public static void main(String[] args) throws Exception {
    String uuid = "123e4567-e89b-12d3-a456-426614174000";
    String date = "2026-01-31";
    String host = "www.example.com";
    String wait = "PT5M";
    String own = URLEncoder.encode("S1", StandardCharsets.UTF_8).replace("+", "%20");
    String when =
        URLEncoder.encode("2026-01-31T12:00:00Z", StandardCharsets.UTF_8).replace("+", "%20");
    String number = "9007199254740993";
    String url = "https://example.com/" + uuid + "/" + date + "/" + host + "/" + wait + "/" + own + "/" + when + "/" + number + "?mails=ada%40example.com";
    String json =
        """
        {
          "small": -2147483648,
          "large": "18446744073709551615",
          "part": 1e+300,
          "data": "ZXhhbXBsZQ==",
          "link": "/a?b=c",
          "days": ["2026-01-31", "2024-02-29"]
        }
        """;

    var request = new HttpPut(url);
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
