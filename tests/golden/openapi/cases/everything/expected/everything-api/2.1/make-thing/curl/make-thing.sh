#!/usr/bin/env bash
# Make a thing
#
# Run: bash make-thing.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://us-1.example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header 'Content-Type: application/json' \
  --data-raw '{
    "name": "First",
    "size": 3,
    "kind": {"x": 1},
    "parts": [],
    "made": "2025-01-31T12:00:00Z",
    "count": 15
  }' \
  --include \
  "${endpoint%/}/v2/things"
