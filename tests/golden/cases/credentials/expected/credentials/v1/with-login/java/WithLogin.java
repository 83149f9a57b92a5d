// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// EXAMPLE_LOGIN=<user:password> java -cp "lib/*" WithLogin.java
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

class WithLogin {
  public static void main(String[] args) throws Exception {
    String name = URLEncoder.encode("me", StandardCharsets.UTF_8).replace("+", "%20");
    String login = System.getenv("EXAMPLE_LOGIN");
    if (login == null || login.isEmpty())
      throw new RuntimeException("Set EXAMPLE_LOGIN to user:password.");
    String url = "https://example.com/login/" + name;
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    String json =
        """
        {"a": "b"}
        """;

    var request = new HttpPost(url);
    request.setHeader("Authorization", "Basic " + basic);
    request.setHeader("Cookie", "theme=dark%20blue");
    request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
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
