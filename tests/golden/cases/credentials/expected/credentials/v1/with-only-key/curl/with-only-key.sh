curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://example.com/key' \
  --get --data-urlencode "api%20key=${EXAMPLE_KEY:?set it to your key}"
