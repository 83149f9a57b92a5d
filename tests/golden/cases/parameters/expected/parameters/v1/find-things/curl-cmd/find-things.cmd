@echo off
setlocal
set "owner_id=O%%27Brien%%20%%26%%20sons"
set "major=2"
if not defined EXAMPLE_KEY (echo Set EXAMPLE_KEY to your key.>&2 & exit /b 1)
curl --fail-with-body --include --no-progress-meter --max-time 30 ^
  "https://example.com/owners/%owner_id%/things/v%major%:find?name=caf%%C3%%A9%%20%%22x%%22%%20%%2B1&sort%%5Bby%%5D=name" ^
  --header "X-Key: %EXAMPLE_KEY%" ^
  --header "Accept: application/json" ^
  --header "If-Match: 'a1'"
