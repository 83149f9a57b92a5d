// kotlinc String.kt && PATH_KEY=<your key> kotlin StringKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val classValue = "a"
    val classValue2 = "b"
    val valueValue = "c"
    val value2Nd = "d"
    val path = "e"
    val pathKey = "f"
    val pathKeyValue = "g"
    val userId = "h"
    val key = System.getenv("PATH_KEY")
    check(!key.isNullOrEmpty()) { "Set PATH_KEY to your key." }
    val url = "https://example.com/$classValue/$classValue2/$valueValue/$value2Nd/$path/$pathKey/$pathKeyValue/$userId"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Key", key)
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Fine.")
}
