// Each variable has a name that works.
//
// Run: java StringSample.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

public class StringSample {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://example.com";
    String classValue = "a";
    String classValue2 = "b";
    String value = "c";
    String value2Nd = "d";
    String pathValue = "e";
    String pathKey = "f";
    String pathKeyValue = "g";
    String userId = "h";

    String key = System.getenv("PATH_KEY");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable PATH_KEY to your key.");
      System.exit(1);
    }

    String path =
        "/"
            + encode(classValue)
            + "/"
            + encode(classValue2)
            + "/"
            + encode(value)
            + "/"
            + encode(value2Nd)
            + "/"
            + encode(pathValue)
            + "/"
            + encode(pathKey)
            + "/"
            + encode(pathKeyValue)
            + "/"
            + encode(userId);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("X-Key", key)
            .GET()
            .build();
    try {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        System.err.println("HTTP " + response.statusCode() + ": " + response.body());
        System.exit(1);
      }
      System.out.println("Fine.");
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }

  /** Percent-encodes one path segment; URLEncoder writes a space as "+", but a path needs %20. */
  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
