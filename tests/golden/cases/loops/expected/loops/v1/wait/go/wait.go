// LOOPS_KEY=<your key> go run wait.go

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

func main() {
	state := url.PathEscape("a/b")
	key := os.Getenv("LOOPS_KEY")
	if key == "" {
		log.Fatal("Set LOOPS_KEY to your key.")
	}
	client := http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://loops.example.com/v1/tasks/%s?version=2", state)
	body := strings.NewReader(`{"url": "https://loops.example.com/in"}`)
	request, err := http.NewRequest("POST", address, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Key", key)
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil {
		log.Fatal(err)
	}
	if response.StatusCode >= 300 {
		log.Fatalf("HTTP %d: %s", response.StatusCode, text)
	}
	fmt.Println("The task has started.")
	fmt.Println("X-Task:", response.Header.Get("X-Task"))
}
