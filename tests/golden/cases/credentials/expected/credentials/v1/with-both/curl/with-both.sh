curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request PUT \
  'https://example.com/both' \
  --header "Authorization: Bearer ${EXAMPLE_TOKEN:?set it to your token}" \
  --header 'Content-Length: 0' \
  --url-query "api%20key=${EXAMPLE_KEY:?set it to your key}"
