#!/usr/bin/env bash
# With a key.
#
# Run: bash with-key.sh  (curl 7.87 or later)

# Put your own values here.
endpoint='https://example.com'
name='me' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --url-query "api%20key=${EXAMPLE_KEY:?Set it to your key.}" \
  "${endpoint%/}/key/${name}?q=a%20b"
