#!/usr/bin/env bash
# With a session.
#
# Run: bash with-session.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "Cookie: theme=dark%20blue; sid=${EXAMPLE_SESSION:?Set it to your key.}" \
  "${endpoint%/}/session"
