@echo off
rem Start the engine.
rem
rem Run: start.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://example.com"

if not defined EXAMPLE_KEY (
  >&2 echo Set the environment variable EXAMPLE_KEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request POST ^
  --header "X-Key: %EXAMPLE_KEY%" ^
  --header "Content-Length: 0" ^
  "%endpoint%/engine/start"
