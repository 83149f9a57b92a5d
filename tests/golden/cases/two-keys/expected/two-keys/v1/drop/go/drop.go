// TENANT_ID=<your key> TENANT_KEY=<your key> go run drop.go

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
	endpoint := url.PathEscape("a")
	key := url.PathEscape("b")
	tenantId := os.Getenv("TENANT_ID")
	if tenantId == "" {
		log.Fatal("Set TENANT_ID to your key.")
	}
	tenantKey := os.Getenv("TENANT_KEY")
	if tenantKey == "" {
		log.Fatal("Set TENANT_KEY to your key.")
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	address := fmt.Sprintf("https://example.com/%s/%s", endpoint, key)
	request, err := http.NewRequest("DELETE", address, nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Tenant", tenantId)
	request.Header.Set("X-Key", tenantKey)
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
	fmt.Println("Dropped.")
}
