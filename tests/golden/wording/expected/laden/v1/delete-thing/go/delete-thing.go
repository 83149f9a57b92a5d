// LADEN_TOKEN=<your token> go run delete-thing.go

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
	id := "7"
	token := os.Getenv("LADEN_TOKEN")
	if token == "" {
		log.Fatal("Set LADEN_TOKEN to your token.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/things/%s", id)
	request, err := http.NewRequest("DELETE", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", fmt.Sprintf("Bearer %s", token))
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
	fmt.Println(`Das "Ding" wurde gelöscht.`)
}
