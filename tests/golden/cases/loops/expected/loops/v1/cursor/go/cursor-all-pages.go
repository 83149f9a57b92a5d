// LOOPS_KEY=<your key> go run cursor-all-pages.go

package main

import (
	"encoding/json"
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
	key := os.Getenv("LOOPS_KEY")
	if key == "" {
		log.Fatal("Set LOOPS_KEY to your key.")
	}
	client := http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	firstPage := "https://loops.example.com/v1/things?url=x"
	address := fmt.Sprintf("%s&from%%24=the%%20start", firstPage)
	for page := 0; ; page++ {
		if page == 1000 {
			log.Fatal("Stopped after 1000 pages.")
		}
		body := strings.NewReader(`{"page": "it's"}`)
		request, err := http.NewRequest("POST", address, body)
		if err != nil {
			log.Fatal(err)
		}
		request.Header.Set("X-Key", key)
		request.Header.Set("Accept", "application/json")
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
		fmt.Println(string(text))
		var answer map[string]any
		if err := json.Unmarshal(text, &answer); err != nil {
			log.Fatal(err)
		}
		cursor, _ := answer["next'$cursor"].(string)
		if cursor == "" {
			break
		}
		address = fmt.Sprintf("%s&from%%24=%s", firstPage, strings.ReplaceAll(url.QueryEscape(cursor), "+", "%20"))
	}
}
