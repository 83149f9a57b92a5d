id='123e4567-e89b-12d3-a456-426614174000'
day='today'
name='not%20an%20address'
curl --fail-with-body --no-progress-meter --max-time 30 \
  --request PUT \
  "https://example.com/things/${id}/${day}/${name}?size=1" \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{"when": "2026-01-31T12:00:00Z", "amount": 1.5, "code": "a"}'
