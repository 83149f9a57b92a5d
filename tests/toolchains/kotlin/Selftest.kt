import java.net.ConnectException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.net.http.HttpTimeoutException
import java.time.Duration

fun main(urls: Array<String>) {
    val client = HttpClient.newHttpClient()
    for (url in urls) {
        val request = HttpRequest.newBuilder(URI(url)).timeout(Duration.ofSeconds(1)).build()
        try {
            val response = client.send(request, BodyHandlers.ofString())
            println("${response.statusCode()} ${response.body()}")
        } catch (_: HttpTimeoutException) {
            println("timeout")
        } catch (_: ConnectException) {
            println("refused")
        }
    }
}
