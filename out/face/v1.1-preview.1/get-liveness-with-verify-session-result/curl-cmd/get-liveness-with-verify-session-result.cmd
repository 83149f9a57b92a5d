@echo off
rem Get the status of a liveness-with-verify session and, once there is one, its result.
rem
rem Run: get-liveness-with-verify-session-result.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
set "session_id=b12e033e-bda7-4b83-a211-e721c661f30e"

if not defined FACE_APIKEY (
  >&2 echo Set the environment variable FACE_APIKEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  "%endpoint%/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/%session_id%"
