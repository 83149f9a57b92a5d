// FACE_APIKEY=<your key> java DetectAttributes.java
import java.net.URI;
import java.net.http.*;
import java.nio.file.Path;
import java.time.Duration;

class DetectAttributes {
  public static void main(String[] args) throws Exception {
    String endpoint = "https://norwayeast.api.cognitive.microsoft.com";
    String key = System.getenv("FACE_APIKEY");
    if (key == null || key.isEmpty()) throw new RuntimeException("Set FACE_APIKEY to your key.");
    String url = endpoint + "/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("Ocp-Apim-Subscription-Key", key)
            .header("Accept", "application/json")
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofFile(Path.of("face.jpg")))
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300)
      throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    System.out.println(response.body());
  }
}
