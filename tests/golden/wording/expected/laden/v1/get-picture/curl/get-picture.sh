curl --fail --no-progress-meter --connect-timeout 30 --speed-time 30 \
  'https://example.com/picture' \
  --header 'Accept: image/png' \
  --get --data-urlencode "key=${LADEN_KEY:?setzen Sie sie für die API auf Ihren Zugangs-Code \"\}\" \\ \$y \`z\` {\'\}}" \
  --output 'bild.png'
