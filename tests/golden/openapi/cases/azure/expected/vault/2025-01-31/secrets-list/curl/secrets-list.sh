#!/usr/bin/env bash
# List secrets
#
# Run: bash secrets-list.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://my-vault.vault.example.com'

curl --fail-with-body --silent --show-error --max-time 30 \
  --header "X-Key: ${VAULT_KEY:?Set it to your key.}" \
  "${endpoint%/}/kept/secrets?comp=list"
