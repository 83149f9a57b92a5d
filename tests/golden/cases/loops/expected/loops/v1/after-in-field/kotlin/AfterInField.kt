// kotlinc AfterInField.kt && LOOPS_KEY=<your key> kotlin AfterInFieldKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val key = System.getenv("LOOPS_KEY")
    check(!key.isNullOrEmpty()) { "Set LOOPS_KEY to your key." }
    val url = "https://loops.example.com/v1/things"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(20))
        .header("X-Key", key)
        .header("Accept", "application/json")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
