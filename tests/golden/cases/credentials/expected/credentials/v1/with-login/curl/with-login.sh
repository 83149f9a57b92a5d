name='me'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "https://example.com/login/${name}" \
  --user "${EXAMPLE_LOGIN:?set it to user:password}" \
  --header 'Cookie: theme=dark%20blue' \
  --header 'Content-Type: application/json' \
  --data '{"a": "b"}'
