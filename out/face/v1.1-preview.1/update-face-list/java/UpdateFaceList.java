// Change the name of a face list, its user data, or both.
//
// Install: Apache HttpClient 5.2 into lib/: httpclient5, httpcore5, httpcore5-h2, slf4j-api
//          and Jackson 2.14: jackson-databind, jackson-core, jackson-annotations
// Run:     java -cp "lib/*" UpdateFaceList.java

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPatch;
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

public class UpdateFaceList {
  public static void main(String[] args) throws IOException, URISyntaxException {
    // Put your own values here.
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String faceListId = "visitors";
    var content = Map.of("name", "Visitors in 2026", "userData", "Front door and car park");

    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable FACE_APIKEY to your key.");
      System.exit(1);
    }

    URIBuilder builder = new URIBuilder(endpoint);
    builder.setPath("/face/v1.1-preview.1/facelists");
    builder.appendPathSegments(faceListId);
    HttpPatch request = new HttpPatch(builder.build());
    request.setHeader("Ocp-Apim-Subscription-Key", key);
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
            System.out.println("Face list updated.");
            return null;
          });
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }
}
