// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// OBTAIN_LOGIN=<user:password> java -cp "lib/*" GetLogin.java
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class GetLogin {
  public static void main(String[] args) throws Exception {
    String login = System.getenv("OBTAIN_LOGIN");
    if (login == null || login.isEmpty())
      throw new RuntimeException("Set OBTAIN_LOGIN to user:password.");
    String url = "https://example.com/login";
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));

    var request = new HttpGet(url);
    request.setHeader("Authorization", "Basic " + basic);
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
