@echo off
rem Tell how the service is.
rem
rem Run: get-status.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://example.com"

curl --fail-with-body --silent --show-error --max-time 5 ^
  "%endpoint%/status"
