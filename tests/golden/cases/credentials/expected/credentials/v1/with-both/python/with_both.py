# pip install requests
# EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> python with_both.py
import os
import sys
from urllib.parse import quote

import requests

example_token = os.environ.get("EXAMPLE_TOKEN") or sys.exit(
    "Set EXAMPLE_TOKEN to your token."
)
example_key = os.environ.get("EXAMPLE_KEY") or sys.exit("Set EXAMPLE_KEY to your key.")

try:
    response = requests.put(
        f"https://example.com/both?api%20key={quote(example_key, safe='')}",
        headers={"Authorization": f"Bearer {example_token}"},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:  # whose text has the URL, and so the key
    sys.exit(f"No answer: {type(error).__name__}")
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
