@echo off
rem List liveness sessions, ordered by id.
rem
rem Run: list-liveness-sessions.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"

if not defined FACE_APIKEY (
  >&2 echo Set the environment variable FACE_APIKEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  "%endpoint%/face/v1.1-preview.1/detectLiveness/singleModal/sessions"
