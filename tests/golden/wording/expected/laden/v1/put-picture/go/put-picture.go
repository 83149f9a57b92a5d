// LADEN_ZUGANG=<user:password> go run put-picture.go

package main

import (
	"bytes"
	"encoding/base64"
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
	login := os.Getenv("LADEN_ZUGANG")
	if login == "" {
		log.Fatal("Set LADEN_ZUGANG to user:password.")
	}
	http.DefaultTransport.(*http.Transport).ResponseHeaderTimeout = 30 * time.Second
	client := http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := "https://example.com/pictures"
	body := &bytes.Buffer{}
	form := multipart.NewWriter(body)
	part, _ := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="titel"`},
		"Content-Type":        {"text/plain"},
	})
	io.WriteString(part, "Haus")
	content, err := os.ReadFile("bild.png")
	if err != nil {
		log.Fatal(err)
	}
	part, _ = form.CreateFormFile("bild", "bild.png")
	part.Write(content)
	form.Close()
	request, err := http.NewRequest("POST", address, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", fmt.Sprintf("Basic %s", base64.StdEncoding.EncodeToString([]byte(login))))
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
	fmt.Println("Das Bild wurde hochgeladen.")
}
