curl --fail-with-body --include --no-progress-meter --connect-timeout 30 --speed-time 30 \
  'https://shop.example.com/pictures' \
  --header "X-Key: ${SHOP_KEY:?set it to your key}" \
  --header 'Expect:' \
  --form 'picture=@cup.jpg'
