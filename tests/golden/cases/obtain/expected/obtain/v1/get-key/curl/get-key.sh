curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://example.com/key' \
  --header "X-Account: ${OBTAIN_ACCOUNT:?set it to your key}" \
  --get --data-urlencode "key=${OBTAIN_KEY:?set it to your key}"
