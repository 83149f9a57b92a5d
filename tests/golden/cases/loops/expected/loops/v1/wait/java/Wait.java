// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// LOOPS_KEY=<your key> java -cp "lib/*" Wait.java
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

class Wait {
  public static void main(String[] args) throws Exception {
    String state = URLEncoder.encode("a/b", StandardCharsets.UTF_8).replace("+", "%20");
    String key = System.getenv("LOOPS_KEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set LOOPS_KEY to your key.");
    String url = "https://loops.example.com/v1/tasks/" + state + "?version=2";
    String json =
        """
        {"url": "https://loops.example.com/in"}
        """;

    var request = new HttpPost(url);
    request.setHeader("X-Key", key);
    request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
    request.setConfig(RequestConfig.custom().setResponseTimeout(20, TimeUnit.SECONDS).build());
    // A minimal client follows no redirects, and repeats no request.
    try (var client = HttpClients.createMinimal();
        var response = client.executeOpen(HttpHost.create(request.getUri()), request, null)) {
      var entity = response.getEntity();
      String body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
      if (response.getCode() >= 300)
        throw new RuntimeException("HTTP " + response.getCode() + ": " + body);
      System.out.println("The task has started.");
      System.out.println(response.getFirstHeader("X-Task"));
    }
  }
}
