curl --fail-with-body --no-progress-meter --max-time 20 \
  'https://loops.example.com/v1/numbers' \
  --header "X-Key: ${LOOPS_KEY:?set it to your key}" \
  --header 'Accept: application/json' \
  --get --data-urlencode "secret=${LOOPS_SECRET:?set it to your key}"
