@echo off
setlocal
set "name=me"
if not defined EXAMPLE_KEY (echo Set EXAMPLE_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/key/%name%?q=a%%20b" ^
  --get --data-urlencode "api%%20key=%EXAMPLE_KEY%"
