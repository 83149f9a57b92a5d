// kotlinc GetLogin.kt && OBTAIN_LOGIN=<user:password> kotlin GetLoginKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration
import java.util.Base64

fun main() {
    val login = System.getenv("OBTAIN_LOGIN")
    check(!login.isNullOrEmpty()) { "Set OBTAIN_LOGIN to user:password." }
    val url = "https://example.com/login"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Basic ${Base64.getEncoder().encodeToString(login.toByteArray())}")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Nothing.")
}
