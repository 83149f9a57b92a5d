// kotlinc WithLogin.kt && EXAMPLE_LOGIN=<user:password> kotlin WithLoginKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration
import java.util.Base64

fun main() {
    val nameValue = "me"
    val login = System.getenv("EXAMPLE_LOGIN")
    check(!login.isNullOrEmpty()) { "Set EXAMPLE_LOGIN to user:password." }
    val url = "https://example.com/login/$nameValue"
    val json = """{"a": "b"}"""
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Basic ${Base64.getEncoder().encodeToString(login.toByteArray())}")
        .header("Cookie", "theme=dark%20blue")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Fine.")
}
