#!/usr/bin/env bash
# Each variable has a name that works.
#
# Run: bash string.sh  (curl 7.76 or later)

# Put your own values here, those of the path percent-encoded.
endpoint='https://example.com'
class='a'
class_='b'
value='c'
value_2_nd='d'
path_='e'
path_key_='f'
path_key_2='g'
user_id='h'

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "X-Key: ${PATH_KEY:?Set it to your key.}" \
  "${endpoint%/}/${class}/${class_}/${value}/${value_2_nd}/${path_}/${path_key_}/${path_key_2}/${user_id}"
