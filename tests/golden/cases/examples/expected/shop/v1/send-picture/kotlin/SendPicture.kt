// kotlinc SendPicture.kt && SHOP_KEY=<your key> kotlin SendPictureKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Path
import java.time.Duration
import java.util.UUID

fun main() {
    val key = System.getenv("SHOP_KEY")
    check(!key.isNullOrEmpty()) { "Set SHOP_KEY to your key." }
    val url = "https://shop.example.com/pictures"
    val boundary = UUID.randomUUID().toString()
    val body = BodyPublishers.concat(
        BodyPublishers.ofString(
            "--$boundary\r\n" +
                "Content-Disposition: form-data; name=\"picture\"; filename=\"cup.jpg\"\r\n\r\n",
        ),
        BodyPublishers.ofFile(Path.of("cup.jpg")),
        BodyPublishers.ofString("\r\n--$boundary--\r\n"),
    )
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("X-Key", key)
        .header("Content-Type", "multipart/form-data; boundary=$boundary")
        .POST(body)
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("It is sent.")
}
