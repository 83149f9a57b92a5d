@echo off
if not defined OBTAIN_TOKEN (echo Set OBTAIN_TOKEN to your token.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/token" ^
  --header "Authorization: Bearer %OBTAIN_TOKEN%"
