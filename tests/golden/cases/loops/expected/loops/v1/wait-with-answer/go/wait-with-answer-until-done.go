// go run wait-with-answer-until-done.go

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"time"
)

func main() {
	stateValue := url.PathEscape("x")
	client := http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://loops.example.com/v1/jobs/%s", stateValue)
	request, err := http.NewRequest("PUT", address, nil)
	if err != nil {
		log.Fatal(err)
	}
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
		address := fmt.Sprintf("https://loops.example.com/v1/jobs/%s", stateValue)
		request, err := http.NewRequest("GET", address, nil)
		if err != nil {
			log.Fatal(err)
		}
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
		switch answer["state'$x"] {
		case "done":
			fmt.Println(string(text))
			return
		}
	}
}
