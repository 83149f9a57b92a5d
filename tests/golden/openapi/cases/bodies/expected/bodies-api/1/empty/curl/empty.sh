curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request PUT \
  'https://bodies.example.com/null' \
  --header 'Content-Type: application/json' \
  --data '{"none": null, "text": "", "list": []}'
