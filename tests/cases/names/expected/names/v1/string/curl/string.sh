#!/usr/bin/env bash
# Each variable has a name that works.
#
# Run: bash string.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://example.com'
class='a' # percent-encoded
class_='b' # percent-encoded
value='c' # percent-encoded
value_2_nd='d' # percent-encoded
path_='e' # percent-encoded
path_key_='f' # percent-encoded
path_key_2='g' # percent-encoded
user_id='h' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "X-Key: ${PATH_KEY:?Set it to your key.}" \
  "${endpoint%/}/${class}/${class_}/${value}/${value_2_nd}/${path_}/${path_key_}/${path_key_2}/${user_id}"
