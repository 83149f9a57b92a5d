// kotlinc WaitWithAnswer.kt && kotlin WaitWithAnswerKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val state = "x"
    val url = "https://loops.example.com/v1/jobs/$state"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(20))
        .header("Accept", "application/json")
        .PUT(BodyPublishers.noBody())
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
