shop='lobby'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "https://example.com/shops/${shop}/orders?limit=5&sort=name" \
  --header 'X-Trace: a "quoted" id' \
  --header 'Cookie: theme=dark' \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{
    "name": "Ada",
    "tag": "new",
    "address": {"street": "1 Main Street", "city": "Oslo"},
    "things": [{"id": 7, "size": "M"}]
  }'
