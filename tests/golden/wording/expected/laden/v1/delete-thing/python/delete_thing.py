# pip install requests
# LADEN_TOKEN=<Ihr "Token"> python delete_thing.py
import os
import sys

import requests

id = "7"
token = os.environ.get("LADEN_TOKEN") or sys.exit(
    'Setzen Sie LADEN_TOKEN auf "Ihr "Token"" \\ für C:\\Läden (100 %, $y `z` \'q\').'
)

response = requests.delete(
    f"https://example.com/things/{id}",
    headers={"Authorization": f"Bearer {token}"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print('Das "Ding" wurde gelöscht.')
