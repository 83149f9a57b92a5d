#!/usr/bin/env bash
# Get how far a large face list's training is.
#
# Run: bash get-large-face-list-training-status.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'
large_face_list_id='visitors-2026' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  "${endpoint%/}/face/v1.1-preview.1/largefacelists/${large_face_list_id}/training"
