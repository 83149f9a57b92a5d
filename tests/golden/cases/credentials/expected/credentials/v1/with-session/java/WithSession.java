// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// EXAMPLE_SESSION=<your key> java -cp "lib/*" WithSession.java
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class WithSession {
  public static void main(String[] args) throws Exception {
    String key = System.getenv("EXAMPLE_SESSION");
    if (key == null || key.isEmpty())
      throw new RuntimeException("Set EXAMPLE_SESSION to your key.");
    String url = "https://example.com/session";

    var request = new HttpGet(url);
    request.setHeader("Cookie", "theme=dark%20blue; sid=" + key);
    request.setConfig(RequestConfig.custom().setResponseTimeout(30, TimeUnit.SECONDS).build());
    // A minimal client follows no redirects, and repeats no request.
    try (var client = HttpClients.createMinimal();
        var response = client.executeOpen(HttpHost.create(request.getUri()), request, null)) {
      var entity = response.getEntity();
      String body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
      if (response.getCode() >= 300)
        throw new RuntimeException("HTTP " + response.getCode() + ": " + body);
      System.out.println("Fine.");
    }
  }
}
