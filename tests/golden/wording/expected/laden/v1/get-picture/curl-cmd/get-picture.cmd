@echo off
if not defined LADEN_KEY (echo Setzen Sie LADEN_KEY auf Ihren Zugangs-Code ^(100 %%, C:\Temp^).>&2 & exit /b 1)
curl --fail --no-progress-meter --connect-timeout 30 --speed-time 30 ^
  "https://example.com/picture" ^
  --header "Accept: image/png" ^
  --get --data-urlencode "key=%LADEN_KEY%" ^
  --output "bild.png"
