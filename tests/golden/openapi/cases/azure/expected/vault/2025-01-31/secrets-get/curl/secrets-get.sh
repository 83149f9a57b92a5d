name='name'
curl --fail-with-body --no-progress-meter --max-time 30 \
  "https://my-vault.vault.example.com/kept/secrets/${name}?tags=tags&ids=1&more=more" \
  --user "${VAULT_LOGIN:?set it to user:password}" \
  --header 'Accept: application/json'
