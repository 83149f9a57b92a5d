curl --fail-with-body --include --no-progress-meter --connect-timeout 30 --speed-time 30 \
  'https://bodies.example.com/parts' \
  --header 'Expect:' \
  --form 'meta={"name": "it\u0027s \"x\""};type=application/json' \
  --form 'photo=@photo.jpg;type=image/jpeg' \
  --form 'docs=@docs-1.pdf;type=application/pdf' \
  --form 'docs=@docs-2.pdf;type=application/pdf' \
  --form-string 'tags=a' \
  --form-string 'tags=b' \
  --form 'rows={"id": 1};type=application/json' \
  --form 'rows={"id": 2};type=application/json' \
  --form-string 'count=3' \
  --form-string 'left=left'
