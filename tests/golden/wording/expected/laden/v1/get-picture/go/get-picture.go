// LADEN_KEY=<your key> go run get-picture.go

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
	key := os.Getenv("LADEN_KEY")
	if key == "" {
		log.Fatal("Set LADEN_KEY to your key.")
	}
	http.DefaultTransport.(*http.Transport).ResponseHeaderTimeout = 30 * time.Second
	client := http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/picture?key=%s", strings.ReplaceAll(url.QueryEscape(key), "+", "%20"))
	request, err := http.NewRequest("GET", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Accept", "image/png")
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
	if err := os.WriteFile("bild.png", text, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Println("Saved bild.png")
}
