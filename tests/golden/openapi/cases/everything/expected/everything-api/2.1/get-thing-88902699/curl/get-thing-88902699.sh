endpoint='https://us-1.example.com'
thing_id='t-1111'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request PUT \
  "${endpoint}/v2/things/${thing_id}" \
  --user "${EVERYTHING_LOGIN:?set it to user:password}" \
  --header 'Content-Type: application/json' \
  --data '{
    "name": "name",
    "kind": "small",
    "made": "2025-01-31T12:00:00Z",
    "count": 15
  }'
