// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// OBTAIN_TOKEN=<your token> java -cp "lib/*" GetToken.java
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class GetToken {
  public static void main(String[] args) throws Exception {
    String token = System.getenv("OBTAIN_TOKEN");
    if (token == null || token.isEmpty())
      throw new RuntimeException("Set OBTAIN_TOKEN to your token.");
    String url = "https://example.com/token";

    var request = new HttpGet(url);
    request.setHeader("Authorization", "Bearer " + token);
    request.setConfig(RequestConfig.custom().setResponseTimeout(30, TimeUnit.SECONDS).build());
    // A minimal client follows no redirects, and repeats no request.
    try (var client = HttpClients.createMinimal();
        var response = client.executeOpen(HttpHost.create(request.getUri()), request, null)) {
      var entity = response.getEntity();
      String body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
      if (response.getCode() >= 300)
        throw new RuntimeException("HTTP " + response.getCode() + ": " + body);
      System.out.println("Nothing.");
    }
  }
}
