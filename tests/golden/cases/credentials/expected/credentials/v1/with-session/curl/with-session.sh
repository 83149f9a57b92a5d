curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://example.com/session' \
  --header "Cookie: theme=dark%20blue; sid=${EXAMPLE_SESSION:?set it to your key}"
