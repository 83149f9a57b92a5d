curl --fail-with-body --include --no-progress-meter --connect-timeout 30 --speed-time 30 \
  'https://example.com/pictures' \
  --user "${LADEN_ZUGANG:?setzen Sie sie für die API auf Name:Passwort \"\}\" \\ \$y \`z\` {\'\}}" \
  --header 'Expect:' \
  --form 'titel="Haus";type=text/plain' \
  --form 'bild=@bild.png'
