endpoint='https://norwayeast.api.cognitive.microsoft.com'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask" \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?set it to your key}" \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{"url": "https://example.com/face.jpg"}'
