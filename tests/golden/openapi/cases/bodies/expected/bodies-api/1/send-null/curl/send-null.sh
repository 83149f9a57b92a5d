curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://bodies.example.com/null' \
  --header 'Content-Type: application/json' \
  --data 'null'
