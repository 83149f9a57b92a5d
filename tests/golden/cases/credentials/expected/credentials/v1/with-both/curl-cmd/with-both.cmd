@echo off
rem With token and key.
rem
rem Run: with-both.cmd  (curl 7.87 or later)
setlocal

rem Put your own values here.
set "endpoint=https://example.com"

if not defined EXAMPLE_TOKEN (
  >&2 echo Set the environment variable EXAMPLE_TOKEN to your key.
  exit /b 1
)

if not defined EXAMPLE_KEY (
  >&2 echo Set the environment variable EXAMPLE_KEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request PUT ^
  --header "Authorization: Bearer %EXAMPLE_TOKEN%" ^
  --header "Content-Length: 0" ^
  --url-query "api%%20key=%EXAMPLE_KEY%" ^
  "%endpoint%/both"
