endpoint='https://notes.example.com'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "${endpoint}/notes/whole" \
  --header "Authorization: Bearer ${LATEST_TOKEN:?set it to your token}"
