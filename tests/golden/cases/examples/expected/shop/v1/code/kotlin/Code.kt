// kotlinc Code.kt && SHOP_KEY=<your key> kotlin CodeKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val key = System.getenv("SHOP_KEY")
    check(!key.isNullOrEmpty()) { "Set SHOP_KEY to your key." }
    val url = "https://shop.example.com/code"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Key", key)
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("There is none.")
}
