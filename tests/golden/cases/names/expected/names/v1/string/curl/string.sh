class='a'
class_='b'
value='c'
value_2_nd='d'
path_='e'
path_key_='f'
path_key_2='g'
user_id='h'
curl --fail-with-body --include --no-progress-meter --max-time 30 \
  "https://example.com/${class}/${class_}/${value}/${value_2_nd}/${path_}/${path_key_}/${path_key_2}/${user_id}" \
  --header "X-Key: ${PATH_KEY:?set it to your key}"
