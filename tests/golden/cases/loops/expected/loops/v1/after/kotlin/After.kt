// kotlinc After.kt && kotlin AfterKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val shelf = "a%20b%2Fc"
    val url = "https://loops.example.com/v1/$shelf/things?top=2"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(20))
        .header("Accept", "application/json")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
