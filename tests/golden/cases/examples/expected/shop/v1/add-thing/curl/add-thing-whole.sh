shelf='a%20b%2F%C3%A7'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "https://shop.example.com/shelves/${shelf}/things?notify=true&tags=a%2Cb,c%20d" \
  --header "X-Key: ${SHOP_KEY:?set it to your key}" \
  --header 'X-Trace: 7' \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{"name": "Cup \"#{1}\" $x ${y}", "size": 50, "notes": ["a", "b"]}'
