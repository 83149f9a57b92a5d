#!/usr/bin/env bash
# Find the faces in an image file.
#
# Run: bash detect.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'
file='face.jpg'

curl --fail-with-body --silent --show-error --max-time 30 --globoff \
  --request POST \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  --header 'Content-Type: application/octet-stream' \
  --header 'Expect:' \
  --upload-file "$file" \
  "${endpoint%/}/face/v1.1-preview.1/detect"
