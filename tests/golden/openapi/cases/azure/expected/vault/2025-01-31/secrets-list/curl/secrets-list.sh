curl --fail-with-body --no-progress-meter --max-time 30 \
  'https://my-vault.vault.example.com/kept/secrets?comp=list' \
  --header "X-Key: ${VAULT_KEY:?set it to your key}" \
  --header 'Accept: application/json'
