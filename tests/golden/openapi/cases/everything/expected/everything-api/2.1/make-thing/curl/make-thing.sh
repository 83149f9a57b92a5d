endpoint='https://us-1.example.com'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "${endpoint}/v2/things" \
  --header 'Content-Type: application/json' \
  --data '{
    "name": "First",
    "size": 3,
    "kind": {"x": 1},
    "parts": [],
    "made": "2025-01-31T12:00:00Z",
    "count": 15
  }'
