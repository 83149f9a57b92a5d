@echo off
if not defined EXAMPLE_TOKEN (echo Set EXAMPLE_TOKEN to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/restart" ^
  --header "Authorization: %EXAMPLE_TOKEN%" ^
  --header "X-Token: %EXAMPLE_TOKEN%" ^
  --header "Accept: application/json"
