// FACE_APIKEY=<your key> go run create-liveness-session.go

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
	key := os.Getenv("FACE_APIKEY")
	if key == "" {
		log.Fatal("Set FACE_APIKEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("%s/face/v1.1-preview.1/detectLiveness/singleModal/sessions", endpoint)
	body := strings.NewReader(`{
		"livenessOperationMode": "Passive",
		"deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
	}`)
	request, err := http.NewRequest("POST", address, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Ocp-Apim-Subscription-Key", key)
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
