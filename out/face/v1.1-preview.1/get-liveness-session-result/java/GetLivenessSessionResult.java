// Get the status of a liveness session and, once there is one, its result.
//
// Install: Apache HttpClient 5.2 into lib/: httpclient5, httpcore5, httpcore5-h2, slf4j-api
// Run:     java -cp "lib/*" GetLivenessSessionResult.java

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.net.URIBuilder;
import org.apache.hc.core5.util.Timeout;

public class GetLivenessSessionResult {
  public static void main(String[] args) throws URISyntaxException {
    // Put your own values here.
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String sessionId = "b12e033e-bda7-4b83-a211-e721c661f30e";

    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable FACE_APIKEY to your key.");
      System.exit(1);
    }

    URIBuilder builder = new URIBuilder(endpoint);
    builder.setPath("/face/v1.1-preview.1/detectLiveness/singleModal/sessions");
    builder.appendPathSegments(sessionId);
    HttpGet request = new HttpGet(builder.build());
    request.setHeader("Ocp-Apim-Subscription-Key", key);

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
            var entity = response.getEntity();
            var body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
            if (response.getCode() >= 300) {
              System.err.println("HTTP " + response.getCode() + ": " + body);
              System.exit(1);
            }
            System.out.println(body);
            return null;
          });
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }
}
