curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request POST \
  'https://example.com/engine/start' \
  --header "X-Key: ${EXAMPLE_KEY:?set it to your key}" \
  --header 'Content-Length: 0'
