// PATH_KEY=<your key> go run string.go

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
	class := url.PathEscape("a")
	classValue := url.PathEscape("b")
	value := url.PathEscape("c")
	value2Nd := url.PathEscape("d")
	path := url.PathEscape("e")
	pathKey := url.PathEscape("f")
	pathKeyValue := url.PathEscape("g")
	userId := url.PathEscape("h")
	key := os.Getenv("PATH_KEY")
	if key == "" {
		log.Fatal("Set PATH_KEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/%s/%s/%s/%s/%s/%s/%s/%s", class, classValue, value, value2Nd, path, pathKey, pathKeyValue, userId)
	request, err := http.NewRequest("GET", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Key", key)
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
	fmt.Println("Fine.")
}
