endpoint='a'
key='b'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request DELETE \
  "https://example.com/${endpoint}/${key}" \
  --header "X-Tenant: ${TENANT_ID:?set it to your key}" \
  --header "X-Key: ${TENANT_KEY:?set it to your key}"
