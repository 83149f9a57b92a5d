#!/usr/bin/env bash
# List liveness sessions, ordered by id.
#
# Run: bash list-liveness-sessions.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  "${endpoint%/}/face/v1.1-preview.1/detectLiveness/singleModal/sessions"
