curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://my-vault.vault.example.com/kept/files' \
  --header "X-Key: ${VAULT_KEY:?set it to your key}" \
  --data-urlencode 'text=text'
