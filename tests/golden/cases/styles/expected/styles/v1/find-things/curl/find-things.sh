curl --fail-with-body --include --no-progress-meter --max-time 30 \
  'https://example.com/things?ids=1%7C2&words=a%20b&filter%5Bfrom%5D=x%20y&filter%5Bto%5D=2&size=3&point=x,3,y,4'
