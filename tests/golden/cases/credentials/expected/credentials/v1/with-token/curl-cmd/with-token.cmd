@echo off
if not defined EXAMPLE_TOKEN (echo Set EXAMPLE_TOKEN to your token.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/token" ^
  --header "Authorization: Bearer %EXAMPLE_TOKEN%"
