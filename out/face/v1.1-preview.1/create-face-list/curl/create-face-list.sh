#!/usr/bin/env bash
# Create a face list, which has no faces at first.
#
# Run: bash create-face-list.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'
face_list_id='visitors' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request PUT \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  --header 'Content-Type: application/json' \
  --data-raw '{"name": "Visitors"}' \
  "${endpoint%/}/face/v1.1-preview.1/facelists/${face_list_id}"
