endpoint='https://norwayeast.api.cognitive.microsoft.com'
large_face_list_id='visitors-2026'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/face/v1.1-preview.1/largefacelists/${large_face_list_id}/training" \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?set it to your key}" \
  --header 'Accept: application/json'
