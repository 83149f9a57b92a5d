curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://example.com/none'
