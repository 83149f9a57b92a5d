endpoint='https://notes.example.com'
curl --fail --no-progress-meter --connect-timeout 30 --speed-time 30 \
  "${endpoint}/notes/stream" \
  --header "Authorization: Bearer ${LATEST_TOKEN:?set it to your token}" \
  --header 'Accept: application/jsonl' \
  --output 'result.bin'
