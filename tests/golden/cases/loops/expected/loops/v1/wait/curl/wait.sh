state='a%2Fb'
curl --fail-with-body --include --no-progress-meter --max-time 20 \
  "https://loops.example.com/v1/tasks/${state}?version=2" \
  --header "X-Key: ${LOOPS_KEY:?set it to your key}" \
  --header 'Content-Type: application/json' \
  --data '{"url": "https://loops.example.com/in"}'
