// EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> go run with-both.go

package main

import (
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
	exampleToken := os.Getenv("EXAMPLE_TOKEN")
	if exampleToken == "" {
		log.Fatal("Set EXAMPLE_TOKEN to your token.")
	}
	exampleKey := os.Getenv("EXAMPLE_KEY")
	if exampleKey == "" {
		log.Fatal("Set EXAMPLE_KEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/both?api%%20key=%s", strings.ReplaceAll(url.QueryEscape(exampleKey), "+", "%20"))
	request, err := http.NewRequest("PUT", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", fmt.Sprintf("Bearer %s", exampleToken))
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
	fmt.Println("Fine.")
}
