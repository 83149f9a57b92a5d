endpoint='https://norwayeast.api.cognitive.microsoft.com'
large_face_list_id='visitors-2026'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request POST \
  "${endpoint}/face/v1.1-preview.1/largefacelists/${large_face_list_id}/train" \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?set it to your key}" \
  --header 'Content-Length: 0'
