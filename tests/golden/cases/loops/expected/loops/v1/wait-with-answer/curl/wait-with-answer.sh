state='x'
curl --fail-with-body --no-progress-meter --max-time 20 \
  --request PUT \
  "https://loops.example.com/v1/jobs/${state}" \
  --header 'Accept: application/json' \
  --header 'Content-Length: 0'
