owner_id='O%27Brien%20%26%20sons'
major='2'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "https://example.com/owners/${owner_id}/things/v${major}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name" \
  --header "X-Key: ${EXAMPLE_KEY:?set it to your key}" \
  --header 'Accept: application/json' \
  --header 'If-Match: '\''a1'\'''
