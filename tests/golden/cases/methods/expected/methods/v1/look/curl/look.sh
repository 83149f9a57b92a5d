#!/usr/bin/env bash
# Look whether there is an engine.
#
# Run: bash look.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --head \
  --header "X-Key: ${EXAMPLE_KEY:?Set it to your key.}" \
  "${endpoint%/}/engine"
