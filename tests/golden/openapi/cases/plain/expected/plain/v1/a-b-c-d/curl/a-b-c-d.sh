#!/usr/bin/env bash
# A b c d
#
# Run: bash a-b-c-d.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://api.example.com'
id='id' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header 'Content-Length: 0' \
  "${endpoint%/}/a/${id}/b"
