path_='path'
curl --fail --no-progress-meter --connect-timeout 30 --speed-time 30 \
  "https://upload.example.com/files/;path=${path_}" \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?set it to your token}" \
  --header 'Accept: application/zip' \
  --header 'Content-Type: image/png' \
  --header 'Expect:' \
  --upload-file 'body.png' \
  --output 'result.zip'
