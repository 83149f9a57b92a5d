// kotlinc GetLargeFaceListTrainingStatus.kt &&
// FACE_APIKEY=<your key> kotlin GetLargeFaceListTrainingStatusKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val endpoint = "https://norwayeast.api.cognitive.microsoft.com"
    val largeFaceListId = "visitors-2026"
    val key = System.getenv("FACE_APIKEY")
    check(!key.isNullOrEmpty()) { "Set FACE_APIKEY to your key." }
    val url = "$endpoint/face/v1.1-preview.1/largefacelists/$largeFaceListId/training"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Ocp-Apim-Subscription-Key", key)
        .header("Accept", "application/json")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
