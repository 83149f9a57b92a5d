#!/usr/bin/env bash
# Start to train a large face list.
#
# Run: bash train-large-face-list.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'
large_face_list_id='visitors-2026' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  --header 'Content-Length: 0' \
  --include \
  "${endpoint%/}/face/v1.1-preview.1/largefacelists/${large_face_list_id}/train"
