#!/usr/bin/env bash
# With a token.
#
# Run: bash with-token.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "Authorization: Bearer ${EXAMPLE_TOKEN:?Set it to your key.}" \
  "${endpoint%/}/token"
