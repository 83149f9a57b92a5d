@echo off
setlocal
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "session_id=b12e033e-bda7-4b83-a211-e721c661f30e"
if not defined FACE_APIKEY (echo Set FACE_APIKEY to your key.>&2 & exit /b 1)
curl --fail-with-body --no-progress-meter --max-time 30 ^
  "%endpoint%/face/v1.1-preview.1/detectLiveness/singleModal/sessions/%session_id%/audit?top=20" ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Accept: application/json"
