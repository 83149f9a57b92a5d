@echo off
setlocal
set "endpoint=https://norwayeast.api.cognitive.microsoft.com"
if not defined FACE_APIKEY (echo Set FACE_APIKEY to your key.>&2 & exit /b 1)
curl --fail-with-body --no-progress-meter --connect-timeout 30 --speed-time 30 ^
  --request POST ^
  "%endpoint%/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask" ^
  --header "Ocp-Apim-Subscription-Key: %FACE_APIKEY%" ^
  --header "Accept: application/json" ^
  --header "Content-Type: application/octet-stream" ^
  --header "Expect:" ^
  --upload-file "face.jpg"
