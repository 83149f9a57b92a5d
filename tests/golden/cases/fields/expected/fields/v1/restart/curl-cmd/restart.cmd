@echo off
rem Restart it.
rem
rem Run: restart.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://example.com"

if not defined EXAMPLE_TOKEN (
  >&2 echo Set the environment variable EXAMPLE_TOKEN to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --header "Authorization: %EXAMPLE_TOKEN%" ^
  --header "X-Token: %EXAMPLE_TOKEN%" ^
  --header "Accept: application/json" ^
  "%endpoint%/restart"
