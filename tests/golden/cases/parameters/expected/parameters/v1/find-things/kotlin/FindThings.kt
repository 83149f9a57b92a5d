// kotlinc FindThings.kt && EXAMPLE_KEY=<your key> kotlin FindThingsKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val ownerId = "O%27Brien%20%26%20sons"
    val major = "2"
    val key = System.getenv("EXAMPLE_KEY")
    check(!key.isNullOrEmpty()) { "Set EXAMPLE_KEY to your key." }
    val url = "https://example.com/owners/$ownerId/things/v$major:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Key", key)
        .header("Accept", "application/json")
        .header("If-Match", "'a1'")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Here are your things.")
}
