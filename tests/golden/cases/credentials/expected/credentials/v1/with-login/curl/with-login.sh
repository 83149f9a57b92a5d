#!/usr/bin/env bash
# With a login.
#
# Run: bash with-login.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'
name='me' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --user "${EXAMPLE_LOGIN:?Set it to user:password.}" \
  --header 'Cookie: theme=dark%20blue' \
  --header 'Content-Type: application/json' \
  --data-raw '{"a": "b"}' \
  "${endpoint%/}/login/${name}"
