@echo off
setlocal
set "class=a"
set "class_=b"
set "value=c"
set "value_2_nd=d"
set "path_=e"
set "path_key_=f"
set "path_key_2=g"
set "user_id=h"
if not defined PATH_KEY (echo Set PATH_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/%class%/%class_%/%value%/%value_2_nd%/%path_%/%path_key_%/%path_key_2%/%user_id%" ^
  --header "X-Key: %PATH_KEY%"
