curl --fail-with-body --no-progress-meter --max-time 30 \
  --head \
  'https://example.com/engine' \
  --header "X-Key: ${EXAMPLE_KEY:?set it to your key}"
