// Apache HttpClient 5: httpclient5, httpcore5, httpcore5-h2, slf4j-api in lib/
// LADEN_TOKEN=<Ihr "Token"> java -cp "lib/*" DeleteThing.java
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class DeleteThing {
  public static void main(String[] args) throws Exception {
    String id = "7";
    String token = System.getenv("LADEN_TOKEN");
    if (token == null || token.isEmpty())
      throw new RuntimeException("Setzen Sie LADEN_TOKEN auf \"Ihr \"Token\"\" \\ für C:\\Läden (100 %, $y `z` 'q').");
    String url = "https://example.com/things/" + id;

    var request = new HttpDelete(url);
    request.setHeader("Authorization", "Bearer " + token);
    request.setConfig(RequestConfig.custom().setResponseTimeout(30, TimeUnit.SECONDS).build());
    // Folgt keiner Umleitung und wiederholt nichts: \ users
    try (var client = HttpClients.createMinimal();
        var response = client.executeOpen(HttpHost.create(request.getUri()), request, null)) {
      var entity = response.getEntity();
      String body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
      if (response.getCode() >= 300)
        throw new RuntimeException("HTTP " + response.getCode() + ": " + body);
      System.out.println("Das \"Ding\" wurde gelöscht.");
    }
  }
}
