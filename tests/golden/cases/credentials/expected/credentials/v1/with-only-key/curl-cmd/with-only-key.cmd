@echo off
if not defined EXAMPLE_KEY (echo Set EXAMPLE_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/key" ^
  --get --data-urlencode "api%%20key=%EXAMPLE_KEY%"
