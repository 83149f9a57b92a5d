// kotlinc DeleteThing.kt && LADEN_TOKEN=<Ihr "Token"> kotlin DeleteThingKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val id = "7"
    val token = System.getenv("LADEN_TOKEN")
    check(!token.isNullOrEmpty()) {
        "Setzen Sie LADEN_TOKEN auf \"Ihr \"Token\"\" \\ für C:\\Läden (100 %, \$y `z` 'q')."
    }
    val url = "https://example.com/things/$id"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer $token")
        .method("DELETE", BodyPublishers.noBody())
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Das \"Ding\" wurde gelöscht.")
}
