@echo off
rem Look whether there is an engine.
rem
rem Run: look.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://example.com"

if not defined EXAMPLE_KEY (
  >&2 echo Set the environment variable EXAMPLE_KEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --head ^
  --header "X-Key: %EXAMPLE_KEY%" ^
  "%endpoint%/engine"
