@echo off
if not defined EXAMPLE_SESSION (echo Set EXAMPLE_SESSION to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/session" ^
  --header "Cookie: theme=dark%%20blue; sid=%EXAMPLE_SESSION%"
