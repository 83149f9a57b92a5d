curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://shop.example.com/code' \
  --header "X-Key: ${SHOP_KEY:?set it to your key}"
