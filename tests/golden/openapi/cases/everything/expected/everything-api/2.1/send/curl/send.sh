endpoint='https://us-1.example.com'
path_='path'
curl --fail-with-body --include --no-progress-meter --connect-timeout 30 --speed-time 30 \
  "${endpoint}/v2/files/;path=${path_}" \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?set it to your token}" \
  --header 'Expect:' \
  --form 'file=@file.png;type=image/png' \
  --form 'meta={"by": "ann@example.com"};type=application/json' \
  --form-string 'name=nam'
