@echo off
rem With nothing.
rem
rem Run: with-none.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://example.com"

curl --fail-with-body --silent --show-error --max-time 30 ^
  "%endpoint%/none"
