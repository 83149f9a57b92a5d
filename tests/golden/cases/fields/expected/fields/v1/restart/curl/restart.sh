curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://example.com/restart' \
  --header "Authorization: ${EXAMPLE_TOKEN:?set it to your key}" \
  --header "X-Token: ${EXAMPLE_TOKEN:?set it to your key}" \
  --header 'Accept: application/json'
