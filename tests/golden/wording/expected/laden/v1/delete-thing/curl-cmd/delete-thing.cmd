@echo off
setlocal
set "id=7"
if not defined LADEN_TOKEN (echo Setzen Sie LADEN_TOKEN auf Ihr Token ^(100 %%, C:\Temp^).>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  --request DELETE ^
  "https://example.com/things/%id%" ^
  --header "Authorization: Bearer %LADEN_TOKEN%"
