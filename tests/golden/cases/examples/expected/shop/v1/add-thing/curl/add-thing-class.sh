shelf='lobby'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "https://shop.example.com/shelves/${shelf}/things" \
  --header "X-Key: ${SHOP_KEY:?set it to your key}" \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{"name": "", "size": 0}'
