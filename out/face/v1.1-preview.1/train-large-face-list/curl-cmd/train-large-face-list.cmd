@echo off
setlocal
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "large_face_list_id=visitors-2026"
if not defined FACE_APIKEY (echo Set FACE_APIKEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  --request POST ^
  "%endpoint%/face/v1.1-preview.1/largefacelists/%large_face_list_id%/train" ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Content-Length: 0"
