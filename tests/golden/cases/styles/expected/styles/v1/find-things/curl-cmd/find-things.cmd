@echo off
rem Find things of every style.
rem
rem Run: find-things.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://example.com"

curl --fail-with-body --silent --show-error --max-time 30 ^
  "%endpoint%/things?ids=1%%7C2&words=a%%20b&filter%%5Bfrom%%5D=x%%20y&filter%%5Bto%%5D=2&size=3&point=x%%2C3%%2Cy%%2C4"
