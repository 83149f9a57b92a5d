// Create a session with the image that the client's face is compared with.
//
// Run: java CreateLivenessWithVerifySessionWithVerifyImage.java  (Java 17 or later)

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

public class CreateLivenessWithVerifySessionWithVerifyImage {
  public static void main(String[] args) throws InterruptedException {
    // Put your own values here.
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    Path verifyImage = Path.of("verify-image.jpg");
    String parameters =
        """
        {
          "livenessOperationMode": "Passive",
          "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
        }
        """;

    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) {
      System.err.println("Set the environment variable FACE_APIKEY to your key.");
      System.exit(1);
    }

    String path = "/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions";
    try {
      String boundary = UUID.randomUUID().toString();
      BodyPublisher body =
          BodyPublishers.concat(
              lines(
                  "--" + boundary,
                  "Content-Disposition: form-data; name=\"Parameters\"",
                  "",
                  parameters),
              lines(
                  "--" + boundary,
                  file("VerifyImage", verifyImage),
                  "Content-Type: image/jpeg",
                  ""),
              BodyPublishers.ofFile(verifyImage),
              lines("", "--" + boundary + "--"));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(endpoint).resolve(path))
              .timeout(Duration.ofSeconds(30))
              .header("Ocp-Apim-Subscription-Key", key)
              .header("Content-Type", "multipart/form-data; boundary=" + boundary)
              .method("POST", body)
              .build();
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

  private static BodyPublisher lines(String... lines) {
    return BodyPublishers.ofString(String.join("\r\n", lines) + "\r\n");
  }

  private static String file(String name, Path file) {
    String fileName = file.getFileName().toString().replace("\"", "%22"); // as browsers do
    return "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName + '"';
  }
}
