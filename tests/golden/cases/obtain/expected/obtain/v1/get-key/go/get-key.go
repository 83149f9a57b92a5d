// OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> go run get-key.go

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
	obtainKey := os.Getenv("OBTAIN_KEY")
	if obtainKey == "" {
		log.Fatal("Set OBTAIN_KEY to your key.")
	}
	obtainAccount := os.Getenv("OBTAIN_ACCOUNT")
	if obtainAccount == "" {
		log.Fatal("Set OBTAIN_ACCOUNT to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/key?key=%s", strings.ReplaceAll(url.QueryEscape(obtainKey), "+", "%20"))
	request, err := http.NewRequest("GET", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Account", obtainAccount)
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
	fmt.Println("Nothing.")
}
