state='other'
curl --fail-with-body --no-progress-meter --max-time 20 \
  "https://loops.example.com/v1/jobs/${state}" \
  --header 'Accept: application/json'
