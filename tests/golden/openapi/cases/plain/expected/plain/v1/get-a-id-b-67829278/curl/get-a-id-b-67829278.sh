id='id'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "https://api.example.com/a/${id}/b"
