@echo off
if not defined SHOP_KEY (echo Set SHOP_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://shop.example.com/code" ^
  --header "X-Key: %SHOP_KEY%"
