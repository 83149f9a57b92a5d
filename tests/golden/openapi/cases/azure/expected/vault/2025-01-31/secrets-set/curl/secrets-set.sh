name='door'
curl --fail-with-body --no-progress-meter --max-time 30 \
  --request PUT \
  "https://my-vault.vault.example.com/kept/secrets/${name}?api-version=2025-01-31" \
  --header "Authorization: Bearer ${VAULT_TOKEN:?set it to your token}" \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{"value": "open sesame", "days": 3}'
