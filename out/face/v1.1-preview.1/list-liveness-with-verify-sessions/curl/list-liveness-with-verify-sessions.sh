endpoint='https://norwayeast.api.cognitive.microsoft.com'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions?top=20" \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?set it to your key}" \
  --header 'Accept: application/json'
