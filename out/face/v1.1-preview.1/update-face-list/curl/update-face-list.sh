endpoint='https://norwayeast.api.cognitive.microsoft.com'
face_list_id='visitors'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request PATCH \
  "${endpoint}/face/v1.1-preview.1/facelists/${face_list_id}" \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?set it to your key}" \
  --header 'Content-Type: application/json' \
  --data '{"name": "Visitors in 2026", "userData": "Front door and car park"}'
