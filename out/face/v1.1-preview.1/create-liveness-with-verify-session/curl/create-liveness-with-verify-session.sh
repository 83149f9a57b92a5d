endpoint='https://norwayeast.api.cognitive.microsoft.com'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions" \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?set it to your key}" \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
  }'
