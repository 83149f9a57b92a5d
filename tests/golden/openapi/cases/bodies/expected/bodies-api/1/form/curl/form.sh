curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://bodies.example.com/form' \
  --data-urlencode 'ids=1,2' \
  --data-urlencode 'tags=a' \
  --data-urlencode 'tags=b'
