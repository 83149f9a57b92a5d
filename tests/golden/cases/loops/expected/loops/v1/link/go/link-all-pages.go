// LOOPS_KEY=<your key> go run link-all-pages.go

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"
)

func main() {
	itemsValue := url.PathEscape("ours")
	key := os.Getenv("LOOPS_KEY")
	if key == "" {
		log.Fatal("Set LOOPS_KEY to your key.")
	}
	client := http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://loops.example.com/v1/%s/links?top=2", itemsValue)
	for page := 0; ; page++ {
		if page == 1000 {
			log.Fatal("Stopped after 1000 pages.")
		}
		request, err := http.NewRequest("GET", address, nil)
		if err != nil {
			log.Fatal(err)
		}
		request.Header.Set("X-Key", key)
		request.Header.Set("Accept", "application/json")
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
		cursor, _ := answer["@odata.nextLink"].(string)
		if cursor == "" {
			break
		}
		next, err := request.URL.Parse(cursor)
		if err != nil {
			log.Fatal(err)
		}
		if next.Scheme != request.URL.Scheme || next.Host != request.URL.Host {
			log.Fatalf("The next page is on another host: %s", next)
		}
		address = next.String()
	}
}
