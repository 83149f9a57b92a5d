#!/usr/bin/env bash
# Create a session in which a client checks that a face is real and compares it.
#
# Run: bash create-liveness-with-verify-session.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  --header 'Content-Type: application/json' \
  --data-raw '{
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
  }' \
  "${endpoint%/}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions"
