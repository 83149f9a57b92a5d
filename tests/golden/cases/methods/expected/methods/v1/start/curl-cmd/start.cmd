@echo off
if not defined EXAMPLE_KEY (echo Set EXAMPLE_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  --request POST ^
  "https://example.com/engine/start" ^
  --header "X-Key: %EXAMPLE_KEY%" ^
  --header "Content-Length: 0"
