@echo off
setlocal
set "name=me"
if not defined EXAMPLE_LOGIN (echo Set EXAMPLE_LOGIN to user:password.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/login/%name%" ^
  --user "%EXAMPLE_LOGIN%" ^
  --header "Cookie: theme=dark%%20blue" ^
  --header "Content-Type: application/json" ^
  --data "{\"a\": \"b\"}"
