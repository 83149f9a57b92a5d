@echo off
if not defined EXAMPLE_KEY (echo Set EXAMPLE_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --no-progress-meter --max-time 30 ^
  --head ^
  "https://example.com/engine" ^
  --header "X-Key: %EXAMPLE_KEY%"
