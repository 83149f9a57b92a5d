#!/usr/bin/env bash
# GET /a/{id}/b
#
# Run: bash get-a-id-b.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://api.example.com'
id='id' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  "${endpoint%/}/a/${id}/b"
