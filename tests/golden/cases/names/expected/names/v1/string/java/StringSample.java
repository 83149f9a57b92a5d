// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// PATH_KEY=<your key> java -cp "lib/*" StringSample.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class StringSample {
  public static void main(String[] args) throws Exception {
    String classValue = URLEncoder.encode("a", StandardCharsets.UTF_8).replace("+", "%20");
    String classValue2 = URLEncoder.encode("b", StandardCharsets.UTF_8).replace("+", "%20");
    String value = URLEncoder.encode("c", StandardCharsets.UTF_8).replace("+", "%20");
    String value2Nd = URLEncoder.encode("d", StandardCharsets.UTF_8).replace("+", "%20");
    String path = URLEncoder.encode("e", StandardCharsets.UTF_8).replace("+", "%20");
    String pathKey = URLEncoder.encode("f", StandardCharsets.UTF_8).replace("+", "%20");
    String pathKeyValue = URLEncoder.encode("g", StandardCharsets.UTF_8).replace("+", "%20");
    String userId = URLEncoder.encode("h", StandardCharsets.UTF_8).replace("+", "%20");
    String key = System.getenv("PATH_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set PATH_KEY to your key.");
    String url = "https://example.com/" + classValue + "/" + classValue2 + "/" + value + "/" + value2Nd + "/" + path + "/" + pathKey + "/" + pathKeyValue + "/" + userId;

    var request = new HttpGet(url);
    request.setHeader("X-Key", key);
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
