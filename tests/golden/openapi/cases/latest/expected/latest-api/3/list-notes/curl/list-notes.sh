endpoint='https://notes.example.com'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/notes?word=milk&limit=5" \
  --header "Authorization: Bearer ${LATEST_TOKEN:?set it to your token}" \
  --header 'Cookie: theme=dark' \
  --header 'Accept: application/json'
