uuid='123e4567-e89b-12d3-a456-426614174000'
date_='2026-01-31'
host_='www.example.com'
wait='PT5M'
own='S1'
when='2026-01-31T12%3A00%3A00Z'
number='9007199254740993'
curl --fail-with-body --no-progress-meter --max-time 30 \
  --request PUT \
  "https://example.com/${uuid}/${date_}/${host_}/${wait}/${own}/${when}/${number}?mails=ada%40example.com" \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --data '{
    "small": -2147483648,
    "large": "18446744073709551615",
    "part": 1e+300,
    "data": "ZXhhbXBsZQ==",
    "link": "/a?b=c",
    "days": ["2026-01-31", "2024-02-29"]
  }'
