curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request PATCH \
  'https://bodies.example.com/text' \
  --header 'Content-Type: text/plain; charset=utf-8' \
  --data-raw 'example'
