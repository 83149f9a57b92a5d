shelf='a%20b%2Fc'
curl --fail-with-body --no-progress-meter --max-time 20 \
  "https://loops.example.com/v1/${shelf}/things?top=2" \
  --header 'Accept: application/json'
