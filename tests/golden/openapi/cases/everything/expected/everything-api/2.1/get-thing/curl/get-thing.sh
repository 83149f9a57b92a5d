endpoint='https://us-1.example.com'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/v2/things" \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?set it to your token}" \
  --header 'Accept: text/csv'
