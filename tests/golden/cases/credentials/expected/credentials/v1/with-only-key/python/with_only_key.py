# pip install requests
# EXAMPLE_KEY=<your key> python with_only_key.py
import os
import sys
from urllib.parse import quote

import requests

key = os.environ.get("EXAMPLE_KEY") or sys.exit("Set EXAMPLE_KEY to your key.")

try:
    response = requests.get(
        f"https://example.com/key?api%20key={quote(key, safe='')}",
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:  # whose text has the URL, and so the key
    sys.exit(f"No answer: {type(error).__name__}")
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
