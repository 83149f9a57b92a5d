@echo off
rem With a key.
rem
rem Run: with-key.cmd  (curl 7.87 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://example.com"
set "name=me"

if not defined EXAMPLE_KEY (
  >&2 echo Set the environment variable EXAMPLE_KEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --url-query "api%%20key=%EXAMPLE_KEY%" ^
  "%endpoint%/key/%name%?q=a%%20b"
