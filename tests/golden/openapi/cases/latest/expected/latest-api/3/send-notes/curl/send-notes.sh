endpoint='https://notes.example.com'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "${endpoint}/notes/parts" \
  --header "Authorization: Bearer ${LATEST_TOKEN:?set it to your token}" \
  --form 'note="Milk";type=text/plain'
