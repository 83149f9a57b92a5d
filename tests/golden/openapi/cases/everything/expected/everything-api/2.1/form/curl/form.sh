#!/usr/bin/env bash
# Send a form
#
# Run: bash form.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://us-1.example.com'
path_='path' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request PATCH \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?Set it to your key.}" \
  --data-urlencode 'a=4' \
  --data-urlencode 'list=list' \
  "${endpoint%/}/v2/files/;path=${path_}"
