// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// LOOPS_KEY=<your key> java -cp "lib/*" AfterInField.java
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class AfterInField {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("LOOPS_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set LOOPS_KEY to your key.");
    String url = "https://loops.example.com/v1/things";

    var request = new HttpGet(url);
    request.setHeader("X-Key", key);
    request.setHeader("Accept", "application/json");
    request.setConfig(RequestConfig.custom().setResponseTimeout(20, TimeUnit.SECONDS).build());
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
