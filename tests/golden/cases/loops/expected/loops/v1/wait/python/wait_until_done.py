# pip install requests
# LOOPS_KEY=<your key> LOOPS_SECRET=<your key> python wait_until_done.py
import os
import sys
import time
from urllib.parse import quote

import requests

state_ = quote("a/b", safe="")
loops_key = os.environ.get("LOOPS_KEY") or sys.exit("Set LOOPS_KEY to your key.")
loops_secret = os.environ.get("LOOPS_SECRET") or sys.exit(
    "Set LOOPS_SECRET to your key."
)

response = requests.post(
    f"https://loops.example.com/v1/tasks/{state_}?version=2",
    headers={"X-Key": loops_key},
    json={"url": "https://loops.example.com/in"},
    timeout=20,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("The task has started.")
print("X-Task:", response.headers.get("X-Task"))

deadline = time.monotonic() + 2000
while True:
    retry_after = response.headers.get("Retry-After", "")
    pause = int(retry_after) if retry_after.isdecimal() else 20
    if time.monotonic() + pause > deadline:
        sys.exit("Stopped after 2000 seconds.")
    time.sleep(pause)
    try:
        response = requests.get(
            f"https://loops.example.com/v1/tasks/{state_}/progress?version=2&secret={quote(loops_secret, safe='')}",
            headers={
                "X-Key": loops_key,
                "language": "en",
                "Accept": "application/json",
            },
            timeout=20,
            allow_redirects=False,
        )
    except requests.RequestException as error:  # whose text has the URL, and so the key
        sys.exit(f"No answer: {type(error).__name__}")
    if response.status_code >= 300:
        sys.exit(f"HTTP {response.status_code}: {response.text}")
    state = response.json()["state'$x"]
    if state in ["failed", "it's off"]:
        sys.exit(f"Failed: {response.text}")
    if state in ["done", 'well "done"']:
        break
print(response.text)
