curl --fail-with-body --include --no-progress-meter --connect-timeout 30 --speed-time 30 \
  'https://my-vault.vault.example.com/kept/files' \
  --header "X-Key: ${VAULT_KEY:?set it to your key}" \
  --header 'Expect:' \
  --form 'file=@file.bin' \
  --form-string 'note=note'
