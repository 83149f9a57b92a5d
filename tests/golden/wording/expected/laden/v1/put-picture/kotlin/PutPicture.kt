// kotlinc PutPicture.kt && LADEN_ZUGANG=<Name:Paßwort> kotlin PutPictureKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Path
import java.time.Duration
import java.util.Base64
import java.util.UUID

fun main() {
    val login = System.getenv("LADEN_ZUGANG")
    check(!login.isNullOrEmpty()) {
        "Setzen Sie LADEN_ZUGANG auf \"Name:Paßwort\" \\ für C:\\Läden (100 %, \$y `z` 'q')."
    }
    val url = "https://example.com/pictures"
    val boundary = UUID.randomUUID().toString()
    val body = BodyPublishers.concat(
        BodyPublishers.ofString(
            "--$boundary\r\n" +
                "Content-Disposition: form-data; name=\"titel\"\r\n" +
                "Content-Type: text/plain\r\n\r\n" +
                "Haus\r\n" +
                "--$boundary\r\n" +
                "Content-Disposition: form-data; name=\"bild\"; filename=\"bild.png\"\r\n\r\n",
        ),
        BodyPublishers.ofFile(Path.of("bild.png")),
        BodyPublishers.ofString("\r\n--$boundary--\r\n"),
    )
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Basic ${Base64.getEncoder().encodeToString(login.toByteArray())}")
        .header("Content-Type", "multipart/form-data; boundary=$boundary")
        .POST(body)
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("Das Bild wurde hochgeladen.")
}
