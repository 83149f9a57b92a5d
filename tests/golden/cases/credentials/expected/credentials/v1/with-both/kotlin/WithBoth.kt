// kotlinc WithBoth.kt && EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> kotlin WithBothKt
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val exampleToken = System.getenv("EXAMPLE_TOKEN")
    check(!exampleToken.isNullOrEmpty()) { "Set EXAMPLE_TOKEN to your token." }
    val exampleKey = System.getenv("EXAMPLE_KEY")
    check(!exampleKey.isNullOrEmpty()) { "Set EXAMPLE_KEY to your key." }
    val url = "https://example.com/both?api%20key=${URLEncoder.encode(exampleKey, Charsets.UTF_8).replace("+", "%20")}"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer $exampleToken")
        .PUT(BodyPublishers.noBody())
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Fine.")
}
