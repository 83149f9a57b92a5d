// kotlinc GetKey.kt && OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> kotlin GetKeyKt
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val obtainKey = System.getenv("OBTAIN_KEY")
    check(!obtainKey.isNullOrEmpty()) { "Set OBTAIN_KEY to your key." }
    val obtainAccount = System.getenv("OBTAIN_ACCOUNT")
    check(!obtainAccount.isNullOrEmpty()) { "Set OBTAIN_ACCOUNT to your key." }
    val url = "https://example.com/key?key=${URLEncoder.encode(obtainKey, Charsets.UTF_8).replace("+", "%20")}"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Account", obtainAccount)
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Nothing.")
}
