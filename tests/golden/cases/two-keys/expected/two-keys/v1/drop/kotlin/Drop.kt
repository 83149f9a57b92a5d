// kotlinc Drop.kt && TENANT_ID=<your key> TENANT_KEY=<your key> kotlin DropKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val endpoint = "a"
    val key = "b"
    val tenantId = System.getenv("TENANT_ID")
    check(!tenantId.isNullOrEmpty()) { "Set TENANT_ID to your key." }
    val tenantKey = System.getenv("TENANT_KEY")
    check(!tenantKey.isNullOrEmpty()) { "Set TENANT_KEY to your key." }
    val url = "https://example.com/$endpoint/$key"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Tenant", tenantId)
        .header("X-Key", tenantKey)
        .method("DELETE", BodyPublishers.noBody())
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Dropped.")
}
