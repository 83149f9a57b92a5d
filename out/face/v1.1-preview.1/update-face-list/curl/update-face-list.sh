#!/usr/bin/env bash
# Change the name of a face list, its user data, or both.
#
# Run: bash update-face-list.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'
face_list_id='visitors' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request PATCH \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  --header 'Content-Type: application/json' \
  --data-raw '{
    "name": "Visitors in 2026",
    "userData": "Front door and car park"
  }' \
  "${endpoint%/}/face/v1.1-preview.1/facelists/${face_list_id}"
