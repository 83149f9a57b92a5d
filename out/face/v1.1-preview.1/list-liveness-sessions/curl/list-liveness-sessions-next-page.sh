endpoint='https://norwayeast.api.cognitive.microsoft.com'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20" \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?set it to your key}" \
  --header 'Accept: application/json'
