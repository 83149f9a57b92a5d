endpoint='https://us-1.example.com'
thing_id='t-1111'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "${endpoint}/v2/things/${thing_id}?fields=name&tags=a%20b%7Cc&words=d%20e&filter%5Bfrom%5D=2025-01-31&size=5&where=%7B%22a%22%3A%20%5B1%2C%20null%5D%7D" \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?set it to your token}" \
  --header 'X-Trace: 123e4567-e89b-12d3-a456-426614174000' \
  --header 'Cookie: theme=dark' \
  --header 'Accept: application/json'
