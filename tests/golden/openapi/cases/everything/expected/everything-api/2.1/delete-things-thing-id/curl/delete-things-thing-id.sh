#!/usr/bin/env bash
# Delete a thing
#
# Run: bash delete-things-thing-id.sh  (curl 7.87 or later)

# Put your own values here.
endpoint='https://us-1.example.com'
thing_id='t-1111' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request DELETE \
  --header "Cookie: sid=${EVERYTHING_SESSION:?Set it to your key.}" \
  --url-query "api_key=${EVERYTHING_KEY:?Set it to your key.}" \
  "${endpoint%/}/v2/things/${thing_id}"
