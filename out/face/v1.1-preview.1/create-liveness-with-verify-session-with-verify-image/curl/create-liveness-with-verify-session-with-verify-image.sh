#!/usr/bin/env bash
# Create a session with the image that the client's face is compared with.
#
# Run: bash create-liveness-with-verify-session-with-verify-image.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://norwayeast.api.cognitive.microsoft.com'
verify_image='verify-image.jpg'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header "Ocp-Apim-Subscription-Key: ${FACE_APIKEY:?Set it to your key.}" \
  --header 'Expect:' \
  --form-string 'Parameters={
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24"
  }' \
  --form "VerifyImage=@\"$verify_image\";type=image/jpeg" \
  "${endpoint%/}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions"
