curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://errors.example.com/only-default'
