// go run put-entry.go

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
	uuid := "123e4567-e89b-12d3-a456-426614174000"
	date := "2026-01-31"
	host := "www.example.com"
	wait := "PT5M"
	own := url.PathEscape("S1")
	when := url.PathEscape("2026-01-31T12:00:00Z")
	number := "9007199254740993"
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/%s/%s/%s/%s/%s/%s/%s?mails=ada%%40example.com", uuid, date, host, wait, own, when, number)
	body := strings.NewReader(`{
		"small": -2147483648,
		"large": "18446744073709551615",
		"part": 1e+300,
		"data": "ZXhhbXBsZQ==",
		"link": "/a?b=c",
		"days": ["2026-01-31", "2024-02-29"]
	}`)
	request, err := http.NewRequest("PUT", address, body)
	if err != nil {
		log.Fatal(err)
	}
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
