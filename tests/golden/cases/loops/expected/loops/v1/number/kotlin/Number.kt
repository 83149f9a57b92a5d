// kotlinc Number.kt && LOOPS_SECRET=<your key> LOOPS_KEY=<your key> kotlin NumberKt
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val loopsSecret = System.getenv("LOOPS_SECRET")
    check(!loopsSecret.isNullOrEmpty()) { "Set LOOPS_SECRET to your key." }
    val loopsKey = System.getenv("LOOPS_KEY")
    check(!loopsKey.isNullOrEmpty()) { "Set LOOPS_KEY to your key." }
    val url = "https://loops.example.com/v1/numbers?secret=${URLEncoder.encode(loopsSecret, Charsets.UTF_8).replace("+", "%20")}"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(20))
        .header("X-Key", loopsKey)
        .header("Accept", "application/json")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
