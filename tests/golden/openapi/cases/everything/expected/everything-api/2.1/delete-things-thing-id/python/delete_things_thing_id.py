# pip install requests
# EVERYTHING_KEY=<your key> EVERYTHING_SESSION=<your key> python delete_things_thing_id.py
import os
import sys
from urllib.parse import quote

import requests

endpoint = "https://us-1.example.com"
thing_id = "t-1111"
everything_key = os.environ.get("EVERYTHING_KEY") or sys.exit(
    "Set EVERYTHING_KEY to your key."
)
everything_session = os.environ.get("EVERYTHING_SESSION") or sys.exit(
    "Set EVERYTHING_SESSION to your key."
)

try:
    response = requests.delete(
        f"{endpoint}/v2/things/{thing_id}?api_key={quote(everything_key, safe='')}",
        headers={"Cookie": f"sid={everything_session}"},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:  # whose text has the URL, and so the key
    sys.exit(f"No answer: {type(error).__name__}")
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Gone.")
