// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> java -cp "lib/*" WithBoth.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.NullEntity;

class WithBoth {
  public static void main(String[] args) throws Exception {
    String exampleToken = System.getenv("EXAMPLE_TOKEN");
    if (exampleToken == null || exampleToken.isEmpty())
      throw new RuntimeException("Set EXAMPLE_TOKEN to your token.");
    String exampleKey = System.getenv("EXAMPLE_KEY");
    if (exampleKey == null || exampleKey.isEmpty())
      throw new RuntimeException("Set EXAMPLE_KEY to your key.");
    String url = "https://example.com/both?api%20key=" + URLEncoder.encode(exampleKey, StandardCharsets.UTF_8).replace("+", "%20");

    var request = new HttpPut(url);
    request.setHeader("Authorization", "Bearer " + exampleToken);
    request.setEntity(NullEntity.INSTANCE);
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
