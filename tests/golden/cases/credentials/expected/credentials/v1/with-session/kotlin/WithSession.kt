// kotlinc WithSession.kt && EXAMPLE_SESSION=<your key> kotlin WithSessionKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val key = System.getenv("EXAMPLE_SESSION")
    check(!key.isNullOrEmpty()) { "Set EXAMPLE_SESSION to your key." }
    val url = "https://example.com/session"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Cookie", "theme=dark%20blue; sid=$key")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Fine.")
}
