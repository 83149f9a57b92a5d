curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://example.com/login' \
  --user "${OBTAIN_LOGIN:?set it to user:password}"
