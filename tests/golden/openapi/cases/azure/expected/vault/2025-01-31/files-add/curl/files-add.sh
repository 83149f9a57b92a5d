#!/usr/bin/env bash
# Add a file
#
# Run: bash files-add.sh  (curl 7.76 or later)

# Put your own values here.
endpoint='https://my-vault.vault.example.com'
file='file.bin'

curl --fail-with-body --silent --show-error --max-time 30 \
  --request POST \
  --header "X-Key: ${VAULT_KEY:?Set it to your key.}" \
  --header 'Expect:' \
  --form "file=@\"$file\"" \
  --form-string 'note=note' \
  --include \
  "${endpoint%/}/kept/files"
