curl --fail-with-body --no-progress-meter --max-time 20 \
  'https://loops.example.com/v1/things?from%24=the%20start&url=x' \
  --header "X-Key: ${LOOPS_KEY:?set it to your key}" \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{"page": "it\u0027s"}'
