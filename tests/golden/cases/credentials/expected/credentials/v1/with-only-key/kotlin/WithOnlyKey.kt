// kotlinc WithOnlyKey.kt && EXAMPLE_KEY=<your key> kotlin WithOnlyKeyKt
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val key = System.getenv("EXAMPLE_KEY")
    check(!key.isNullOrEmpty()) { "Set EXAMPLE_KEY to your key." }
    val url = "https://example.com/key?api%20key=${URLEncoder.encode(key, Charsets.UTF_8).replace("+", "%20")}"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Fine.")
}
