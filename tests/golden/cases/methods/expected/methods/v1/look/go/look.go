// EXAMPLE_KEY=<your key> go run look.go

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	key := os.Getenv("EXAMPLE_KEY")
	if key == "" {
		log.Fatal("Set EXAMPLE_KEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := "https://example.com/engine"
	request, err := http.NewRequest("HEAD", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Key", key)
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
	fmt.Println("There is one.")
}
