// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// LOOPS_SECRET=<your key> LOOPS_KEY=<your key> java -cp "lib/*" Progress.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class Progress {
  public static void main(String[] args) throws Exception {
    String state = URLEncoder.encode("other", StandardCharsets.UTF_8).replace("+", "%20");
    String loopsSecret = System.getenv("LOOPS_SECRET");
    if (loopsSecret == null || loopsSecret.isEmpty())
      throw new RuntimeException("Set LOOPS_SECRET to your key.");
    String loopsKey = System.getenv("LOOPS_KEY");
    if (loopsKey == null || loopsKey.isEmpty())
      throw new RuntimeException("Set LOOPS_KEY to your key.");
    String url = "https://loops.example.com/v1/tasks/" + state + "/progress?version=1&secret=" + URLEncoder.encode(loopsSecret, StandardCharsets.UTF_8).replace("+", "%20");

    var request = new HttpGet(url);
    request.setHeader("X-Key", loopsKey);
    request.setHeader("language", "en");
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
