@echo off
if not defined EXAMPLE_TOKEN (echo Set EXAMPLE_TOKEN to your token.>&2 & exit /b 1)
if not defined EXAMPLE_KEY (echo Set EXAMPLE_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  --request PUT ^
  "https://example.com/both" ^
  --header "Authorization: Bearer %EXAMPLE_TOKEN%" ^
  --header "Content-Length: 0" ^
  --url-query "api%%20key=%EXAMPLE_KEY%"
