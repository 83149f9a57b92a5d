@echo off
setlocal
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "large_face_list_id=visitors-2026"
if not defined FACE_APIKEY (echo Set FACE_APIKEY to your key.>&2 & exit /b 1)
curl --fail-with-body --no-progress-meter --max-time 30 ^
  "%endpoint%/face/v1.1-preview.1/largefacelists/%large_face_list_id%/training" ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Accept: application/json"
