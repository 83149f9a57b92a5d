// FACE_APIKEY=<your key> go run detect-attributes.go

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	endpoint := "https://norwayeast.api.cognitive.microsoft.com"
	key := os.Getenv("FACE_APIKEY")
	if key == "" {
		log.Fatal("Set FACE_APIKEY to your key.")
	}
	http.DefaultTransport.(*http.Transport).ResponseHeaderTimeout = 30 * time.Second
	client := http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("%s/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask", endpoint)
	body, err := os.Open("face.jpg")
	if err != nil {
		log.Fatal(err)
	}
	info, err := body.Stat()
	if err != nil {
		log.Fatal(err)
	}
	request, err := http.NewRequest("POST", address, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Ocp-Apim-Subscription-Key", key)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/octet-stream")
	request.ContentLength = info.Size()
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
