curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://bodies.example.com/nested' \
  --header 'Content-Type: application/json' \
  --data '{
    "data": {"name": "Ann", "address": {"city": "Rome"}},
    "users": [{"name": "Ann", "address": {"city": "Rome"}}]
  }'
