#!/usr/bin/env bash
# Tell how the service is.
#
# Run: bash get-status.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'

curl --fail-with-body --silent --show-error --max-time 5 \
  "${endpoint%/}/status"
