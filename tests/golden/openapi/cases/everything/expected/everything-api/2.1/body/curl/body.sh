#!/usr/bin/env bash
# With a body
#
# Run: bash body.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://us-1.example.com'
path_='path' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?Set it to your key.}" \
  "${endpoint%/}/v2/files/;path=${path_}"
