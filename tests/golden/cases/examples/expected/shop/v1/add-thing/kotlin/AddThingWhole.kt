// kotlinc AddThingWhole.kt && SHOP_KEY=<your key> kotlin AddThingWholeKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val shelf = "a%20b%2F%C3%A7"
    val key = System.getenv("SHOP_KEY")
    check(!key.isNullOrEmpty()) { "Set SHOP_KEY to your key." }
    val url = "https://shop.example.com/shelves/$shelf/things?notify=true&tags=a%2Cb,c%20d"
    val json = """{"name": "Cup \"#{1}\" ${'$'}x ${'$'}{y}", "size": 50, "notes": ["a", "b"]}"""
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Key", key)
        .header("X-Trace", "7")
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
