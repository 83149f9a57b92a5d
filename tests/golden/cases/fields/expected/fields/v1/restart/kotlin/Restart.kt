// kotlinc Restart.kt && EXAMPLE_TOKEN=<your key> kotlin RestartKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val key = System.getenv("EXAMPLE_TOKEN")
    check(!key.isNullOrEmpty()) { "Set EXAMPLE_TOKEN to your key." }
    val url = "https://example.com/restart"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", key)
        .header("X-Token", key)
        .header("Accept", "application/json")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("It restarts.")
}
