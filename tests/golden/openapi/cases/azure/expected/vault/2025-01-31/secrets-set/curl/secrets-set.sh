#!/usr/bin/env bash
# Keeps a secret.
#
# Run: bash secrets-set.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://my-vault.vault.example.com'
name='door' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --request PUT \
  --header "Authorization: Bearer ${VAULT_TOKEN:?Set it to your key.}" \
  --header 'Content-Type: application/json' \
  --data-raw '{"value": "open sesame", "days": 3}' \
  "${endpoint%/}/kept/secrets/${name}?api-version=2025-01-31"
