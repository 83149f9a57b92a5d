# pip install requests
# OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> python get_key.py
import os
import sys
from urllib.parse import quote

import requests

obtain_key = os.environ.get("OBTAIN_KEY") or sys.exit("Set OBTAIN_KEY to your key.")
obtain_account = os.environ.get("OBTAIN_ACCOUNT") or sys.exit(
    "Set OBTAIN_ACCOUNT to your key."
)

try:
    response = requests.get(
        f"https://example.com/key?key={quote(obtain_key, safe='')}",
        headers={"X-Account": obtain_account},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:  # whose text has the URL, and so the key
    sys.exit(f"No answer: {type(error).__name__}")
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Nothing.")
