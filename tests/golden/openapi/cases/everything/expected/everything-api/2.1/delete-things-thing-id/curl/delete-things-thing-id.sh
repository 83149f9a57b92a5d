endpoint='https://us-1.example.com'
thing_id='t-1111'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request DELETE \
  "${endpoint}/v2/things/${thing_id}" \
  --header "Cookie: sid=${EVERYTHING_SESSION:?set it to your key}" \
  --url-query "api_key=${EVERYTHING_KEY:?set it to your key}"
