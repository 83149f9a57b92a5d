# pip install requests
# python wait_with_answer_until_done.py
import sys
import time
from urllib.parse import quote

import requests

state_ = quote("x", safe="")

response = requests.put(
    f"https://loops.example.com/v1/jobs/{state_}",
    headers={"Accept": "application/json"},
    timeout=20,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)

deadline = time.monotonic() + 600
while True:
    retry_after = response.headers.get("Retry-After", "")
    pause = int(retry_after) if retry_after.isdecimal() else 1
    if time.monotonic() + pause > deadline:
        sys.exit("Stopped after 600 seconds.")
    time.sleep(pause)
    response = requests.get(
        f"https://loops.example.com/v1/jobs/{state_}",
        headers={"Accept": "application/json"},
        timeout=20,
        allow_redirects=False,
    )
    if response.status_code >= 300:
        sys.exit(f"HTTP {response.status_code}: {response.text}")
    state = response.json()["state'$x"]
    if state == "done":
        break
print(response.text)
