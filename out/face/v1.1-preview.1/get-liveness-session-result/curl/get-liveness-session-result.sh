#!/usr/bin/env bash
# Get the status of a liveness session and, once there is one, its result.
#
# Run: bash get-liveness-session-result.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'
session_id='b12e033e-bda7-4b83-a211-e721c661f30e' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  "${endpoint%/}/face/v1.1-preview.1/detectLiveness/singleModal/sessions/${session_id}"
