@echo off
rem Create a session with the image that the client's face is compared with.
rem
rem Run: create-liveness-with-verify-session-with-verify-image.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here.
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "verify_image=verify-image.jpg"

if not defined FACE_APIKEY (
  >&2 echo Set the environment variable FACE_APIKEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request POST ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Expect:" ^
  --form-string "Parameters={\"livenessOperationMode\": \"Passive\", \"deviceCorrelationId\": \"8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24\"}" ^
  --form "VerifyImage=@%verify_image%;type=image/jpeg" ^
  "%endpoint%/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions"
