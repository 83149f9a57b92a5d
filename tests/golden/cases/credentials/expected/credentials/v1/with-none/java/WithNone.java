// With nothing.
//
// Install: Apache HttpClient 5.2 into lib/: httpclient5, httpcore5, httpcore5-h2, slf4j-api
// Run:     java -cp "lib/*" WithNone.java

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.net.URIBuilder;
import org.apache.hc.core5.util.Timeout;

public class WithNone {
  public static void main(String[] args) throws URISyntaxException {
    // Put your own values here.
    String endpoint = "https://example.com";

    URIBuilder builder = new URIBuilder(endpoint);
    builder.setPath("/none");
    HttpGet request = new HttpGet(builder.build());

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
