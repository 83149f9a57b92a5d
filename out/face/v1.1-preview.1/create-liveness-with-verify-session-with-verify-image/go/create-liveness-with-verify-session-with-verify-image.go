// FACE_APIKEY=<your key> go run create-liveness-with-verify-session-with-verify-image.go

package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"mime/multipart"
	"net/http"
	"net/textproto"
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

	address := fmt.Sprintf("%s/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions", endpoint)
	body := &bytes.Buffer{}
	form := multipart.NewWriter(body)
	form.WriteField("Parameters", `{
		"livenessOperationMode": "Passive",
		"deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
	}`)
	content, err := os.ReadFile("verify-image.jpg")
	if err != nil {
		log.Fatal(err)
	}
	part, _ := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="VerifyImage"; filename="verify-image.jpg"`},
		"Content-Type":        {"image/jpeg"},
	})
	part.Write(content)
	form.Close()
	request, err := http.NewRequest("POST", address, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Ocp-Apim-Subscription-Key", key)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", form.FormDataContentType())
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
