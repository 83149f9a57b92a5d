#!/usr/bin/env bash
# With token and key.
#
# Run: bash with-both.sh  (curl 7.87 or later)

# Put your own values here.
endpoint='https://example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request PUT \
  --header "Authorization: Bearer ${EXAMPLE_TOKEN:?Set it to your key.}" \
  --header 'Content-Length: 0' \
  --url-query "api%20key=${EXAMPLE_KEY:?Set it to your key.}" \
  "${endpoint%/}/both"
