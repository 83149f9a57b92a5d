#!/usr/bin/env bash
# Get a secret
#
# Run: bash secrets-get.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://my-vault.vault.example.com'
name='name' # percent-encoded

curl --fail-with-body --silent --show-error --max-time 30 \
  --user "${VAULT_LOGIN:?Set it to user:password.}" \
  "${endpoint%/}/kept/secrets/${name}?tags=tags&ids=1&more=more"
