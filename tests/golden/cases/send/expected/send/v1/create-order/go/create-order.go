// go run create-order.go

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strings"
	"time"
)

func main() {
	shop := url.PathEscape("lobby")
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/shops/%s/orders?limit=5&sort=name", shop)
	body := strings.NewReader(`{
		"name": "Ada",
		"tag": "new",
		"address": {"street": "1 Main Street", "city": "Oslo"},
		"things": [{"id": 7, "size": "M"}]
	}`)
	request, err := http.NewRequest("POST", address, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Trace", `a "quoted" id`)
	request.Header.Set("Cookie", "theme=dark")
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
}
