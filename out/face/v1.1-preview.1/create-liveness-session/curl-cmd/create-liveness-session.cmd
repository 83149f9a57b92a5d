@echo off
setlocal
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
if not defined FACE_APIKEY (echo Set FACE_APIKEY to your key.>&2 & exit /b 1)
curl --fail-with-body --no-progress-meter --max-time 30 ^
  "%endpoint%/face/v1.1-preview.1/detectLiveness/singleModal/sessions" ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Accept: application/json" ^
  --header "Content-Type: application/json" ^
  --data "{\"livenessOperationMode\": \"Passive\", \"deviceCorrelationId\": \"8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24\"}"
