// EXAMPLE_KEY=<your key> go run find-things.go

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"
)

func main() {
	ownerId := url.PathEscape("O'Brien & sons")
	major := url.PathEscape("2")
	key := os.Getenv("EXAMPLE_KEY")
	if key == "" {
		log.Fatal("Set EXAMPLE_KEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/owners/%s/things/v%s:find?name=caf%%C3%%A9%%20%%22x%%22%%20%%2B1&sort%%5Bby%%5D=name", ownerId, major)
	request, err := http.NewRequest("GET", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Key", key)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("If-Match", "'a1'")
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
	fmt.Println("Here are your things.")
}
