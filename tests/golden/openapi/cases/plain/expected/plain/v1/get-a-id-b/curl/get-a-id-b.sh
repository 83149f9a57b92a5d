id='Id'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "https://api.example.com/A/${id}/b"
