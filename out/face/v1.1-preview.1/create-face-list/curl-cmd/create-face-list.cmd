@echo off
rem Create a face list, which has no faces at first.
rem
rem Run: create-face-list.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "face_list_id=visitors"

if not defined FACE_APIKEY (
  >&2 echo Set the environment variable FACE_APIKEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request PUT ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Content-Type: application/json" ^
  --data-raw "{\"name\": \"Visitors\"}" ^
  "%endpoint%/face/v1.1-preview.1/facelists/%face_list_id%"
