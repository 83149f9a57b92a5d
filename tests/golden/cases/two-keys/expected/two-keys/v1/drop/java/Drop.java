// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// TENANT_ID=<your key> TENANT_KEY=<your key> java -cp "lib/*" Drop.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class Drop {
  public static void main(String[] args) throws Exception {
    String endpoint = URLEncoder.encode("a", StandardCharsets.UTF_8).replace("+", "%20");
    String key = URLEncoder.encode("b", StandardCharsets.UTF_8).replace("+", "%20");
    String tenantId = System.getenv("TENANT_ID");
    if (tenantId == null || tenantId.isEmpty())
      throw new RuntimeException("Set TENANT_ID to your key.");
    String tenantKey = System.getenv("TENANT_KEY");
    if (tenantKey == null || tenantKey.isEmpty())
      throw new RuntimeException("Set TENANT_KEY to your key.");
    String url = "https://example.com/" + endpoint + "/" + key;

    var request = new HttpDelete(url);
    request.setHeader("X-Tenant", tenantId);
    request.setHeader("X-Key", tenantKey);
    request.setConfig(RequestConfig.custom().setResponseTimeout(30, TimeUnit.SECONDS).build());
    // A minimal client follows no redirects, and repeats no request.
    try (var client = HttpClients.createMinimal();
        var response = client.executeOpen(HttpHost.create(request.getUri()), request, null)) {
      var entity = response.getEntity();
      String body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
      if (response.getCode() >= 300)
        throw new RuntimeException("HTTP " + response.getCode() + ": " + body);
      System.out.println("Dropped.");
    }
  }
}
