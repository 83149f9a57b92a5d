@echo off
if not defined OBTAIN_LOGIN (echo Set OBTAIN_LOGIN to user:password.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/login" ^
  --user "%OBTAIN_LOGIN%"
