@echo off
rem Each variable has a name that works.
rem
rem Run: string.cmd  (curl 7.76 or later)
setlocal

rem Put your own values here: percent-encoded, each percent sign written twice.
set "endpoint=https://example.com"
set "class=a"
set "class_=b"
set "value=c"
set "value_2_nd=d"
set "path_=e"
set "path_key_=f"
set "path_key_2=g"
set "user_id=h"

if not defined PATH_KEY (
  >&2 echo Set the environment variable PATH_KEY to your key.
  exit /b 1
)

curl --fail-with-body --silent --show-error --max-time 30 ^
  --header "X-Key: %PATH_KEY%" ^
  "%endpoint%/%class%/%class_%/%value%/%value_2_nd%/%path_%/%path_key_%/%path_key_2%/%user_id%"
