# pip install requests
# LOOPS_KEY=<your key> python wait.py
import os
import sys
from urllib.parse import quote

import requests

state = quote("a/b", safe="")
key = os.environ.get("LOOPS_KEY") or sys.exit("Set LOOPS_KEY to your key.")

response = requests.post(
    f"https://loops.example.com/v1/tasks/{state}?version=2",
    headers={"X-Key": key},
    json={"url": "https://loops.example.com/in"},
    timeout=20,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("The task has started.")
print("X-Task:", response.headers.get("X-Task"))
