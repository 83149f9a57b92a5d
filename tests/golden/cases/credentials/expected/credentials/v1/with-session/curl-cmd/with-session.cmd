@echo off
rem With a session.
rem
rem Run: with-session.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://example.com"

if not defined EXAMPLE_SESSION (
  >&2 echo Set the environment variable EXAMPLE_SESSION to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --header "Cookie: theme=dark%%20blue; sid=%EXAMPLE_SESSION%" ^
  "%endpoint%/session"
