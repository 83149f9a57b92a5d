curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://bodies.example.com/undescribed' \
  --header 'Content-Type: application/json' \
  --data '{"name": "name", "size": 1}'
