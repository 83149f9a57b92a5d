endpoint='https://notes.example.com'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "${endpoint}/notes" \
  --header "Authorization: Bearer ${LATEST_TOKEN:?set it to your token}" \
  --header 'Content-Type: application/json' \
  --data '{"text": "Milk"}'
