// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> java -cp "lib/*" GetKey.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class GetKey {
  public static void main(String[] args) throws Exception {
    String obtainKey = System.getenv("OBTAIN_KEY");
    if (obtainKey == null || obtainKey.isEmpty())
      throw new RuntimeException("Set OBTAIN_KEY to your key.");
    String obtainAccount = System.getenv("OBTAIN_ACCOUNT");
    if (obtainAccount == null || obtainAccount.isEmpty())
      throw new RuntimeException("Set OBTAIN_ACCOUNT to your key.");
    String url = "https://example.com/key?key=" + URLEncoder.encode(obtainKey, StandardCharsets.UTF_8).replace("+", "%20");

    var request = new HttpGet(url);
    request.setHeader("X-Account", obtainAccount);
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
