id='id'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request POST \
  "https://api.example.com/a/${id}/b" \
  --header 'Content-Length: 0'
