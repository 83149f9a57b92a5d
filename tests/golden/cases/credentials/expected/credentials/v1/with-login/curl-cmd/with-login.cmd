@echo off
rem With a login.
rem
rem Run: with-login.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://example.com"
set "name=me"

if not defined EXAMPLE_LOGIN (
  >&2 echo Set the environment variable EXAMPLE_LOGIN to user:password.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request POST ^
  --user "%EXAMPLE_LOGIN%" ^
  --header "Cookie: theme=dark%%20blue" ^
  --header "Content-Type: application/json" ^
  --data-raw "{\"a\": \"b\"}" ^
  "%endpoint%/login/%name%"
