@echo off
rem Start to train a large face list.
rem
rem Run: train-large-face-list.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "large_face_list_id=visitors-2026"

if not defined FACE_APIKEY (
  >&2 echo Set the environment variable FACE_APIKEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request POST ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Content-Length: 0" ^
  --include ^
  "%endpoint%/face/v1.1-preview.1/largefacelists/%large_face_list_id%/train"
