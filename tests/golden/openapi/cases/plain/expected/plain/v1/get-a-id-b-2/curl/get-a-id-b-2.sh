#!/usr/bin/env bash
# GET /A/{Id}/b
#
# Run: bash get-a-id-b-2.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://api.example.com'
id='Id' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  "${endpoint%/}/A/${id}/b"
