#!/usr/bin/env bash
# Start the engine.
#
# Run: bash start.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header "X-Key: ${EXAMPLE_KEY:?Set it to your key.}" \
  --header 'Content-Length: 0' \
  "${endpoint%/}/engine/start"
