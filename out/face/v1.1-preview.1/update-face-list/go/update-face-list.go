// FACE_APIKEY=<your key> go run update-face-list.go

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	endpoint := "https://norwayeast.api.cognitive.microsoft.com"
	faceListId := "visitors"
	key := os.Getenv("FACE_APIKEY")
	if key == "" {
		log.Fatal("Set FACE_APIKEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("%s/face/v1.1-preview.1/facelists/%s", endpoint, faceListId)
	body := strings.NewReader(`{"name": "Visitors in 2026", "userData": "Front door and car park"}`)
	request, err := http.NewRequest("PATCH", address, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Ocp-Apim-Subscription-Key", key)
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
	fmt.Println("Face list updated.")
}
