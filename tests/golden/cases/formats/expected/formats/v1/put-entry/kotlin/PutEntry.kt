// kotlinc PutEntry.kt && kotlin PutEntryKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val uuid = "123e4567-e89b-12d3-a456-426614174000"
    val date = "2026-01-31"
    val host = "www.example.com"
    val wait = "PT5M"
    val own = "S1"
    val whenValue = "2026-01-31T12%3A00%3A00Z"
    val number = "9007199254740993"
    val url = "https://example.com/$uuid/$date/$host/$wait/$own/$whenValue/$number?mails=ada%40example.com"
    val json = """{
        "small": -2147483648,
        "large": "18446744073709551615",
        "part": 1e+300,
        "data": "ZXhhbXBsZQ==",
        "link": "/a?b=c",
        "days": ["2026-01-31", "2024-02-29"]
    }"""
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(30))
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString(json))
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println(response.body())
}
