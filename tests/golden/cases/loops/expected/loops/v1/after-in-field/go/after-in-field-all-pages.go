// LOOPS_KEY=<your key> go run after-in-field-all-pages.go

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

	firstPage := "https://loops.example.com/v1/things"
	address := firstPage
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
		items := answer["value"].([]any)
		if len(items) == 0 {
			break
		}
		last := items[len(items)-1].(map[string]any)
		cursor := last["the 'name'"].(string)
		address = fmt.Sprintf("%s?start=%s", firstPage, strings.ReplaceAll(url.QueryEscape(cursor), "+", "%20"))
	}
}
