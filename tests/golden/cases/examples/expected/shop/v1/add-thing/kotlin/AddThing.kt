// kotlinc AddThing.kt && SHOP_KEY=<your key> kotlin AddThingKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val shelf = "lobby"
    val key = System.getenv("SHOP_KEY")
    check(!key.isNullOrEmpty()) { "Set SHOP_KEY to your key." }
    val url = "https://shop.example.com/shelves/$shelf/things"
    val json = """{"name": "Cup"}"""
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Key", key)
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
