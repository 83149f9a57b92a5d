@echo off
if not defined OBTAIN_KEY (echo Set OBTAIN_KEY to your key.>&2 & exit /b 1)
if not defined OBTAIN_ACCOUNT (echo Set OBTAIN_ACCOUNT to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/key" ^
  --header "X-Account: %OBTAIN_ACCOUNT%" ^
  --get --data-urlencode "key=%OBTAIN_KEY%"
