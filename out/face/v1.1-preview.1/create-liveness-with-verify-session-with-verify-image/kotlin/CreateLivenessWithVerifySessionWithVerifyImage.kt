// kotlinc CreateLivenessWithVerifySessionWithVerifyImage.kt &&
// FACE_APIKEY=<your key> kotlin CreateLivenessWithVerifySessionWithVerifyImageKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Path
import java.time.Duration
import java.util.UUID

fun main() {
    val endpoint = "https://norwayeast.api.cognitive.microsoft.com"
    val key = System.getenv("FACE_APIKEY")
    check(!key.isNullOrEmpty()) { "Set FACE_APIKEY to your key." }
    val url = "$endpoint/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions"
    val boundary = UUID.randomUUID().toString()
    val body = BodyPublishers.concat(
        BodyPublishers.ofString(
            "--$boundary\r\n" +
                "Content-Disposition: form-data; name=\"Parameters\"\r\n\r\n" +
                """{
                    "livenessOperationMode": "Passive",
                    "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
                }""" + "\r\n" +
                "--$boundary\r\n" +
                "Content-Disposition: form-data; name=\"VerifyImage\"; filename=\"verify-image.jpg\"\r\n" +
                "Content-Type: image/jpeg\r\n\r\n",
        ),
        BodyPublishers.ofFile(Path.of("verify-image.jpg")),
        BodyPublishers.ofString("\r\n--$boundary--\r\n"),
    )
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Ocp-Apim-Subscription-Key", key)
        .header("Accept", "application/json")
        .header("Content-Type", "multipart/form-data; boundary=$boundary")
        .POST(body)
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
