@echo off
rem Drop it.
rem
rem Run: drop.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://example.com"
set "endpoint_=a"
set "key=b"

if not defined TENANT_ID (
  >&2 echo Set the environment variable TENANT_ID to your key.
  exit /b 1
)

if not defined TENANT_KEY (
  >&2 echo Set the environment variable TENANT_KEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --request DELETE ^
  --header "X-Tenant: %TENANT_ID%" ^
  --header "X-Key: %TENANT_KEY%" ^
  "%endpoint%/%endpoint_%/%key%"
