#!/usr/bin/env bash
# Find the things of an owner.
#
# Run: bash find-things.sh  (curl 7.76 or later)

# Put your own values here, those of the path percent-encoded.
endpoint='https://example.com'
owner_id='O%27Brien%20%26%20sons'
major='2'

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "X-Key: ${EXAMPLE_KEY:?Set it to your key.}" \
  --header 'Accept: application/json' \
  --header 'If-Match: '\''a1'\''' \
  "${endpoint%/}/owners/${owner_id}/things/v${major}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name"
