// LOOPS_KEY=<your key> LOOPS_SECRET=<your key> go run wait-until-done.go

package main

import (
	"encoding/json"
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
	stateValue := url.PathEscape("a/b")
	loopsKey := os.Getenv("LOOPS_KEY")
	if loopsKey == "" {
		log.Fatal("Set LOOPS_KEY to your key.")
	}
	loopsSecret := os.Getenv("LOOPS_SECRET")
	if loopsSecret == "" {
		log.Fatal("Set LOOPS_SECRET to your key.")
	}
	client := http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://loops.example.com/v1/tasks/%s?version=2", stateValue)
	body := strings.NewReader(`{"url": "https://loops.example.com/in"}`)
	request, err := http.NewRequest("POST", address, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Key", loopsKey)
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
	fmt.Println("The task has started.")
	fmt.Println("X-Task:", response.Header.Get("X-Task"))

	deadline := time.Now().Add(2000 * time.Second)
	retryAfter := response.Header.Get("Retry-After")
	for {
		pause, err := time.ParseDuration(retryAfter + "s")
		if err != nil || pause < 0 {
			pause = 20 * time.Second
		}
		if time.Now().Add(pause).After(deadline) {
			log.Fatal("Stopped after 2000 seconds.")
		}
		time.Sleep(pause)
		address := fmt.Sprintf("https://loops.example.com/v1/tasks/%s/progress?version=2&secret=%s", stateValue, strings.ReplaceAll(url.QueryEscape(loopsSecret), "+", "%20"))
		request, err := http.NewRequest("GET", address, nil)
		if err != nil {
			log.Fatal(err)
		}
		request.Header.Set("X-Key", loopsKey)
		request.Header.Set("language", "en")
		request.Header.Set("Accept", "application/json")
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
		retryAfter = response.Header.Get("Retry-After")
		var answer map[string]any
		if err := json.Unmarshal(text, &answer); err != nil {
			log.Fatal(err)
		}
		switch answer["state'$x"] {
		case "failed", "it's off":
			log.Fatalf("Failed: %s", text)
		case "done", `well "done"`:
			fmt.Println(string(text))
			return
		}
	}
}
