curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://example.com/token' \
  --header "Authorization: Bearer ${OBTAIN_TOKEN:?set it to your token}"
