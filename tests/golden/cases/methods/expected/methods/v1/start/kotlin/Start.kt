// kotlinc Start.kt && EXAMPLE_KEY=<your key> kotlin StartKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val key = System.getenv("EXAMPLE_KEY")
    check(!key.isNullOrEmpty()) { "Set EXAMPLE_KEY to your key." }
    val url = "https://example.com/engine/start"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Key", key)
        .POST(BodyPublishers.noBody())
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("The engine starts.")
}
