// kotlinc DetectAttributes.kt && FACE_APIKEY=<your key> kotlin DetectAttributesKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Path
import java.time.Duration

fun main() {
    val endpoint = "https://norwayeast.api.cognitive.microsoft.com"
    val key = System.getenv("FACE_APIKEY")
    check(!key.isNullOrEmpty()) { "Set FACE_APIKEY to your key." }
    val url = "$endpoint/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Ocp-Apim-Subscription-Key", key)
        .header("Accept", "application/json")
        .header("Content-Type", "application/octet-stream")
        .POST(BodyPublishers.ofFile(Path.of("face.jpg")))
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
