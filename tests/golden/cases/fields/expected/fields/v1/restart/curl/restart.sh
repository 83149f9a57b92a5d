#!/usr/bin/env bash
# Restart it.
#
# Run: bash restart.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "Authorization: ${EXAMPLE_TOKEN:?Set it to your key.}" \
  --header "X-Token: ${EXAMPLE_TOKEN:?Set it to your key.}" \
  --header 'Accept: application/json' \
  "${endpoint%/}/restart"
