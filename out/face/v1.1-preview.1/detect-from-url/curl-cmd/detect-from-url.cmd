@echo off
rem Find the faces in an image that the service downloads.
rem
rem Run: detect-from-url.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"

if not defined FACE_APIKEY (
  >&2 echo Set the environment variable FACE_APIKEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request POST ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Content-Type: application/json" ^
  --data-raw "{\"url\": \"https://example.com/face.jpg\"}" ^
  "%endpoint%/face/v1.1-preview.1/detect"
