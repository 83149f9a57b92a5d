@echo off
rem Find the things of an owner.
rem
rem Run: find-things.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://example.com"
set "owner_id=O%%27Brien%%20%%26%%20sons"
set "major=2"

if not defined EXAMPLE_KEY (
  >&2 echo Set the environment variable EXAMPLE_KEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --header "X-Key: %EXAMPLE_KEY%" ^
  --header "Accept: application/json" ^
  --header "If-Match: 'a1'" ^
  "%endpoint%/owners/%owner_id%/things/v%major%:find?name=caf%%C3%%A9%%20%%22x%%22%%20%%2B1&sort%%5Bby%%5D=name"
