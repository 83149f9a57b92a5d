#!/usr/bin/env bash
# Add the face in an image that the service downloads to a face list.
#
# Run: bash add-face-list-face-from-url.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'
face_list_id='visitors' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  --header 'Content-Type: application/json' \
  --data-raw '{"url": "https://example.com/face.jpg"}' \
  "${endpoint%/}/face/v1.1-preview.1/facelists/${face_list_id}/persistedfaces"
