@echo off
setlocal
set "endpoint=a"
set "key=b"
if not defined TENANT_ID (echo Set TENANT_ID to your key.>&2 & exit /b 1)
if not defined TENANT_KEY (echo Set TENANT_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  --request DELETE ^
  "https://example.com/%endpoint%/%key%" ^
  --header "X-Tenant: %TENANT_ID%" ^
  --header "X-Key: %TENANT_KEY%"
