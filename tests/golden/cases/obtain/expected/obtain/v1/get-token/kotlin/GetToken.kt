// kotlinc GetToken.kt &&
// OBTAIN_TOKEN=$(az account get-access-token --query accessToken --output tsv) kotlin GetTokenKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val token = System.getenv("OBTAIN_TOKEN")
    check(!token.isNullOrEmpty()) { "Set OBTAIN_TOKEN to your token." }
    val url = "https://example.com/token"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer $token")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Nothing.")
}
