// kotlinc Wait.kt && LOOPS_KEY=<your key> kotlin WaitKt
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

fun main() {
    val state = "a%2Fb"
    val key = System.getenv("LOOPS_KEY")
    check(!key.isNullOrEmpty()) { "Set LOOPS_KEY to your key." }
    val url = "https://loops.example.com/v1/tasks/$state?version=2"
    val json = """{"url": "https://loops.example.com/in"}"""
    val request = HttpRequest.newBuilder(URI(url))
        .timeout(Duration.ofSeconds(20))
        .header("X-Key", key)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build()
    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())
    check(response.statusCode() < 300) { "HTTP ${response.statusCode()}: ${response.body()}" }
    println("The task has started.")
    println("X-Task: ${response.headers().firstValue("X-Task").orElse("")}")
}
