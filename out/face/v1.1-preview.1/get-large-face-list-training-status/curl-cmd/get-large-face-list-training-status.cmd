@echo off
rem Get how far a large face list's training is.
rem
rem Run: get-large-face-list-training-status.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "large_face_list_id=visitors-2026"

if not defined FACE_APIKEY (
  >&2 echo Set the environment variable FACE_APIKEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  "%endpoint%/face/v1.1-preview.1/largefacelists/%large_face_list_id%/training"
