@echo off
if not defined SHOP_KEY (echo Set SHOP_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --connect-timeout 30 --speed-time 30 ^
  "https://shop.example.com/pictures" ^
  --header "X-Key: %SHOP_KEY%" ^
  --header "Expect:" ^
  --form "picture=@mug.jpg" ^
  --form-string "caption=A mug"
