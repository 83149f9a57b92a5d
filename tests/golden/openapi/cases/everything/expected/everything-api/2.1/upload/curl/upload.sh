#!/usr/bin/env bash
# Upload a file
#
# Run: bash upload.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://us-1.example.com'
path_='path' # percent-encoded
file='body.png'
output='result.zip'

curl --fail --silent --show-error --max-time 30 --globoff \
  --request PUT \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?Set it to your key.}" \
  --header 'Content-Type: image/png' \
  --header 'Expect:' \
  --upload-file "$file" \
  --output "$output" \
  "${endpoint%/}/v2/files/;path=${path_}"
