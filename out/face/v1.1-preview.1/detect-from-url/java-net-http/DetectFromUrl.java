// Find the faces in an image that the service downloads.
//
// Run: java DetectFromUrl.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

public class DetectFromUrl {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String body =
        """
        {"url": "https://example.com/face.jpg"}
        """;

    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable FACE_APIKEY to your key.");
      System.exit(1);
    }

    String path = "/face/v1.1-preview.1/detect";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Ocp-Apim-Subscription-Key", key)
            .header("Content-Type", "application/json")
            .method("POST", HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        System.err.println("HTTP " + response.statusCode() + ": " + response.body());
        System.exit(1);
      }
      System.out.println(response.body());
    } catch (IOException error) {
      System.err.println("No answer: " + error);
      System.exit(1);
    }
  }
}
