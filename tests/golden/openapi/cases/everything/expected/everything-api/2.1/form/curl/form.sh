endpoint='https://us-1.example.com'
path_='path'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request PATCH \
  "${endpoint}/v2/files/;path=${path_}" \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?set it to your token}" \
  --data-urlencode 'a=4' \
  --data-urlencode 'list=list'
