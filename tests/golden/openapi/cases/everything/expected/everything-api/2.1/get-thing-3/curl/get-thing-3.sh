#!/usr/bin/env bash
# List things
#
# Run: bash get-thing-3.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://us-1.example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?Set it to your key.}" \
  "${endpoint%/}/v2/things"
