name='me'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "https://example.com/key/${name}?q=a%20b" \
  --get --data-urlencode "api%20key=${EXAMPLE_KEY:?set it to your key}"
