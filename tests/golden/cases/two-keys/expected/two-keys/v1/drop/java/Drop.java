// Drop it.
//
// Install: Apache HttpClient 5.2 into lib/: httpclient5, httpcore5, httpcore5-h2, slf4j-api
// Run:     java -cp "lib/*" Drop.java

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.net.URIBuilder;
import org.apache.hc.core5.util.Timeout;

public class Drop {
  public static void main(String[] args) throws URISyntaxException {
    // Put your own values here.
    String endpoint = "https://example.com";
    String endpointValue = "a";
    String key = "b";

    String tenantId = System.getenv("TENANT_ID");
    if (tenantId == null || tenantId.isEmpty()) {
      System.err.println("Set the environment variable TENANT_ID to your key.");
      System.exit(1);
    }

    String tenantKey = System.getenv("TENANT_KEY");
    if (tenantKey == null || tenantKey.isEmpty()) {
      System.err.println("Set the environment variable TENANT_KEY to your key.");
      System.exit(1);
    }

    URIBuilder builder = new URIBuilder(endpoint);
    builder.setPathSegments(endpointValue);
    builder.appendPathSegments(key);
    HttpDelete request = new HttpDelete(builder.build());
    request.setHeader("X-Tenant", tenantId);
    request.setHeader("X-Key", tenantKey);

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
            System.out.println("Dropped.");
            return null;
          });
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }
}
