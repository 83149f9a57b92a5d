#!/usr/bin/env bash
# Add a text
#
# Run: bash files-add-text.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://my-vault.vault.example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header "X-Key: ${VAULT_KEY:?Set it to your key.}" \
  --data-urlencode 'text=text' \
  "${endpoint%/}/kept/files"
