#!/usr/bin/env bash
# With nothing.
#
# Run: bash with-none.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  "${endpoint%/}/none"
