id='7'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  --request DELETE \
  "https://example.com/things/${id}" \
  --header "Authorization: Bearer ${LADEN_TOKEN:?setzen Sie sie für die API auf Ihr Token \"\}\" \\ \$y \`z\` {\'\}}"
