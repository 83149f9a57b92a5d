#!/usr/bin/env bash
# Put a thing
#
# Run: bash get-thing-2.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://us-1.example.com'
thing_id='t-1111' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request PUT \
  --user "${EVERYTHING_LOGIN:?Set it to user:password.}" \
  --header 'Content-Type: application/json' \
  --data-raw '{
    "name": "name",
    "kind": "small",
    "made": "2025-01-31T12:00:00Z",
    "count": 15
  }' \
  "${endpoint%/}/v2/things/${thing_id}"
