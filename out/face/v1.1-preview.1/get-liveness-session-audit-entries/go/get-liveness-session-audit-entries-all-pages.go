// FACE_APIKEY=<your key> go run get-liveness-session-audit-entries-all-pages.go

package main

import (
	"bytes"
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
	endpoint := "https://norwayeast.api.cognitive.microsoft.com"
	sessionId := url.PathEscape("b12e033e-bda7-4b83-a211-e721c661f30e")
	key := os.Getenv("FACE_APIKEY")
	if key == "" {
		log.Fatal("Set FACE_APIKEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	firstPage := fmt.Sprintf("%s/face/v1.1-preview.1/detectLiveness/singleModal/sessions/%s/audit?top=20", endpoint, sessionId)
	address := firstPage
	for page := 0; ; page++ {
		if page == 1000 {
			log.Fatal("Stopped after 1000 pages.")
		}
		request, err := http.NewRequest("GET", address, nil)
		if err != nil {
			log.Fatal(err)
		}
		request.Header.Set("Ocp-Apim-Subscription-Key", key)
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
		var items []any
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&items); err != nil {
			log.Fatal(err)
		}
		if len(items) < 20 {
			break
		}
		last := items[len(items)-1].(map[string]any)
		cursor := last["id"].(json.Number)
		address = fmt.Sprintf("%s&start=%s", firstPage, cursor)
	}
}
