// FACE_APIKEY=<your key> java CreateLivenessWithVerifySessionWithVerifyImage.java
import java.net.URI;
import java.net.http.*;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

class CreateLivenessWithVerifySessionWithVerifyImage {
  public static void main(String[] args) throws Exception {
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set FACE_APIKEY to your key.");
    String url = endpoint + "/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions";
    String boundary = UUID.randomUUID().toString();
    var body =
        HttpRequest.BodyPublishers.concat(
            HttpRequest.BodyPublishers.ofString(
                """
                --%1$s\r
                Content-Disposition: form-data; name="Parameters"\r
                \r
                {
                  "livenessOperationMode": "Passive",
                  "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
                }\r
                --%1$s\r
                Content-Disposition: form-data; name="VerifyImage"; filename="verify-image.jpg"\r
                Content-Type: image/jpeg\r
                \r
                """
                    .formatted(boundary)),
            HttpRequest.BodyPublishers.ofFile(Path.of("verify-image.jpg")),
            HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Ocp-Apim-Subscription-Key", key)
            .header("Accept", "application/json")
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(body)
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println(response.body());
  }
}
