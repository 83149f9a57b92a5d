// With a login.
//
// Install: Apache HttpClient 5.2 into lib/: httpclient5, httpcore5, httpcore5-h2, slf4j-api
//          and Jackson 2.14: jackson-databind, jackson-core, jackson-annotations
// Run:     java -cp "lib/*" WithLogin.java

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.net.URIBuilder;
import org.apache.hc.core5.util.Timeout;

public class WithLogin {
  public static void main(String[] args) throws IOException, URISyntaxException {
    // Put your own values here.
    String endpoint = "https://example.com";
    String name = "me";
    var content = Map.of("a", "b");

    String key = System.getenv("EXAMPLE_LOGIN");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable EXAMPLE_LOGIN to user:password.");
      System.exit(1);
    }

    URIBuilder builder = new URIBuilder(endpoint);
    builder.setPath("/login");
    builder.appendPathSegments(name);
    HttpPost request = new HttpPost(builder.build());
    String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    request.setHeader("Authorization", "Basic " + basic);
    request.setHeader("Cookie", "theme=dark%20blue");
    String json = new ObjectMapper().writeValueAsString(content);
    request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));

    Timeout limit = Timeout.ofSeconds(30);
    BasicHttpClientConnectionManager connections = new BasicHttpClientConnectionManager();
    connections.setConnectionConfig(
        ConnectionConfig.custom().setConnectTimeout(limit).setSocketTimeout(limit).build());
    try (CloseableHttpClient client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .build()) {
      client.execute(
          request,
          response -> {
            if (response.getCode() >= 300) {
              HttpEntity entity = response.getEntity();
              String body =
                  entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
              System.err.println("HTTP " + response.getCode() + ": " + body);
              System.exit(1);
            }
            System.out.println("Fine.");
            return null;
          });
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }
}
