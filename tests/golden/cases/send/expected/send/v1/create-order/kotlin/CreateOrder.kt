// kotlinc CreateOrder.kt && kotlin CreateOrderKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val shop = "lobby"
    val url = "https://example.com/shops/$shop/orders?limit=5&sort=name"
    val json = """{
        "name": "Ada",
        "tag": "new",
        "address": {"street": "1 Main Street", "city": "Oslo"},
        "things": [{"id": 7, "size": "M"}]
    }"""
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Trace", "a \"quoted\" id")
        .header("Cookie", "theme=dark")
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
