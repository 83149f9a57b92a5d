#!/usr/bin/env bash
# Send parts
#
# Run: bash send.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://us-1.example.com'
path_='path' # percent-encoded
file='file.png'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header "Authorization: Bearer ${EVERYTHING_TOKEN:?Set it to your key.}" \
  --header 'Expect:' \
  --form "file=@\"$file\";type=image/png" \
  --form 'meta={
    "by": "ann@example.com"
  };type=application/json' \
  --form-string 'name=nam' \
  "${endpoint%/}/v2/files/;path=${path_}"
