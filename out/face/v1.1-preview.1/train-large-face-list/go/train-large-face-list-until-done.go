// FACE_APIKEY=<your key> go run train-large-face-list-until-done.go

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	endpoint := "https://norwayeast.api.cognitive.microsoft.com"
	largeFaceListId := "visitors-2026"
	key := os.Getenv("FACE_APIKEY")
	if key == "" {
		log.Fatal("Set FACE_APIKEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("%s/face/v1.1-preview.1/largefacelists/%s/train", endpoint, largeFaceListId)
	request, err := http.NewRequest("POST", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Ocp-Apim-Subscription-Key", key)
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
	fmt.Println("Training started.")
	fmt.Println("operation-Location:", response.Header.Get("operation-Location"))

	deadline := time.Now().Add(600 * time.Second)
	retryAfter := response.Header.Get("Retry-After")
	for {
		pause, err := time.ParseDuration(retryAfter + "s")
		if err != nil || pause < 0 {
			pause = 1 * time.Second
		}
		if time.Now().Add(pause).After(deadline) {
			log.Fatal("Stopped after 600 seconds.")
		}
		time.Sleep(pause)
		address := fmt.Sprintf("%s/face/v1.1-preview.1/largefacelists/%s/training", endpoint, largeFaceListId)
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
		retryAfter = response.Header.Get("Retry-After")
		var answer map[string]any
		if err := json.Unmarshal(text, &answer); err != nil {
			log.Fatal(err)
		}
		switch answer["status"] {
		case "failed":
			log.Fatalf("Failed: %s", text)
		case "succeeded":
			fmt.Println(string(text))
			return
		}
	}
}
