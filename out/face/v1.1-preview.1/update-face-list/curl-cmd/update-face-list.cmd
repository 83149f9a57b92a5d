@echo off
rem Change the name of a face list, its user data, or both.
rem
rem Run: update-face-list.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "face_list_id=visitors"

if not defined FACE_APIKEY (
  >&2 echo Set the environment variable FACE_APIKEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request PATCH ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Content-Type: application/json" ^
  --data-raw "{\"name\": \"Visitors in 2026\", \"userData\": \"Front door and car park\"}" ^
  "%endpoint%/face/v1.1-preview.1/facelists/%face_list_id%"
