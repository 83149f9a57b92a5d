@echo off
if not defined LADEN_ZUGANG (echo Setzen Sie LADEN_ZUGANG auf Name:Passwort ^(100 %%, C:\Temp^).>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --connect-timeout 30 --speed-time 30 ^
  "https://example.com/pictures" ^
  --user "%LADEN_ZUGANG%" ^
  --header "Expect:" ^
  --form "titel=\"Haus\";type=text/plain" ^
  --form "bild=@bild.png"
