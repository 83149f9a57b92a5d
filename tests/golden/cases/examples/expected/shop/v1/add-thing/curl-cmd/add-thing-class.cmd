@echo off
setlocal
set "shelf=lobby"
if not defined SHOP_KEY (echo Set SHOP_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --no-progress-meter --max-time 30 ^
  "https://shop.example.com/shelves/%shelf%/things" ^
  --header "X-Key: %SHOP_KEY%" ^
  --header "Accept: application/json" ^
  --header "Content-Type: application/json" ^
  --data "{\"name\": \"\", \"size\": 0}"
