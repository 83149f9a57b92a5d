@echo off
rem Create a session in which a client checks that a face is real and compares it.
rem
rem Run: create-liveness-with-verify-session.cmd  (curl 7.76 or later)
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
  --data-raw "{\"livenessOperationMode\": \"Passive\", \"deviceCorrelationId\": \"8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24\"}" ^
  "%endpoint%/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions"
