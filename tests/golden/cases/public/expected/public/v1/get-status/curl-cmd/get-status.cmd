@echo off
curl --fail-with-body --include --no-progress-meter --max-time 5 ^
  "https://example.com/status"
