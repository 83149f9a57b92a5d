curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request PUT \
  'https://bodies.example.com/text' \
  --header 'Content-Type: application/xml' \
  --data-raw '<a b='\''c'\''>d</a>'
