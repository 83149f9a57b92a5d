endpoint='https://norwayeast.api.cognitive.microsoft.com'
session_id='b12e033e-bda7-4b83-a211-e721c661f30e'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions/${session_id}/audit?top=20" \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?set it to your key}" \
  --header 'Accept: application/json'
