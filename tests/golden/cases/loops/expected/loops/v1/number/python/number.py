# pip install requests
# LOOPS_SECRET=<your key> LOOPS_KEY=<your key> python number.py
import os
import sys
from urllib.parse import quote

import requests

loops_secret = os.environ.get("LOOPS_SECRET") or sys.exit(
    "Set LOOPS_SECRET to your key."
)
loops_key = os.environ.get("LOOPS_KEY") or sys.exit("Set LOOPS_KEY to your key.")

try:
    response = requests.get(
        f"https://loops.example.com/v1/numbers?secret={quote(loops_secret, safe='')}",
        headers={"X-Key": loops_key, "Accept": "application/json"},
        timeout=20,
        allow_redirects=False,
    )
except requests.RequestException as error:  # whose text has the URL, and so the key
    sys.exit(f"No answer: {type(error).__name__}")
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
