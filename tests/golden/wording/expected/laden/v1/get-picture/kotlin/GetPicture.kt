// kotlinc GetPicture.kt && LADEN_KEY=<Ihren Schlüssel> kotlin GetPictureKt
import java.io.File
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val key = System.getenv("LADEN_KEY")
    check(!key.isNullOrEmpty()) {
        "Setzen Sie LADEN_KEY auf \"Ihren Schlüssel\" \\ für C:\\Läden (100 %, \$y `z` 'q')."
    }
    val url = "https://example.com/picture?key=${URLEncoder.encode(key, Charsets.UTF_8).replace("+", "%20")}"
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Accept", "image/png")
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body().decodeToString()}" }
    File("bild.png").writeBytes(response.body())
    println("Gespeichert als \"bild.png\" \\ …")
}
