// LOOPS_SECRET=<your key> LOOPS_KEY=<your key> go run number-all-pages.go

package main

import (
	"bytes"
	"encoding/json"
	"errors"
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
	loopsSecret := os.Getenv("LOOPS_SECRET")
	if loopsSecret == "" {
		log.Fatal("Set LOOPS_SECRET to your key.")
	}
	loopsKey := os.Getenv("LOOPS_KEY")
	if loopsKey == "" {
		log.Fatal("Set LOOPS_KEY to your key.")
	}
	client := http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	firstPage := fmt.Sprintf("https://loops.example.com/v1/numbers?secret=%s", strings.ReplaceAll(url.QueryEscape(loopsSecret), "+", "%20"))
	address := firstPage
	for page := 0; ; page++ {
		if page == 1000 {
			log.Fatal("Stopped after 1000 pages.")
		}
		request, err := http.NewRequest("GET", address, nil)
		if err != nil {
			log.Fatal(err)
		}
		request.Header.Set("X-Key", loopsKey)
		request.Header.Set("Accept", "application/json")
		response, err := client.Do(request)
		if err != nil {
			log.Fatal(errors.Unwrap(err)) // without the URL, which has the key
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
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&answer); err != nil {
			log.Fatal(err)
		}
		cursor, _ := answer["number"].(json.Number)
		if cursor == "" {
			break
		}
		address = fmt.Sprintf("%s&page=%s", firstPage, cursor)
	}
}
