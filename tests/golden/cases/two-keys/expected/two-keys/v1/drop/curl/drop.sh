#!/usr/bin/env bash
# Drop it.
#
# Run: bash drop.sh  (curl 7.76 or later)

# Put your own values here, those of the path percent-encoded.
endpoint='https://example.com'
endpoint_='a'
key='b'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request DELETE \
  --header "X-Tenant: ${TENANT_ID:?Set it to your key.}" \
  --header "X-Key: ${TENANT_KEY:?Set it to your key.}" \
  "${endpoint%/}/${endpoint_}/${key}"
