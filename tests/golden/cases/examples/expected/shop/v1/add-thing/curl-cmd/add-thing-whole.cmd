@echo off
setlocal
set "shelf=a%%20b%%2F%%C3%%A7"
if not defined SHOP_KEY (echo Set SHOP_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --no-progress-meter --max-time 30 ^
  "https://shop.example.com/shelves/%shelf%/things?notify=true&tags=a%%2Cb,c%%20d" ^
  --header "X-Key: %SHOP_KEY%" ^
  --header "X-Trace: 7" ^
  --header "Accept: application/json" ^
  --header "Content-Type: application/json" ^
  --data "{\"name\": \"Cup \u0022#{1}\u0022 $x ${y}\", \"size\": 50, \"notes\": [\"a\", \"b\"]}"
