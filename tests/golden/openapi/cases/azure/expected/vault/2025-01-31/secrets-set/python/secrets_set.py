# pip install requests
# VAULT_TOKEN=<your token> python secrets_set.py
import os
import sys
from urllib.parse import quote

import requests

name = quote("door", safe="")
token = os.environ.get("VAULT_TOKEN") or sys.exit("Set VAULT_TOKEN to your token.")

response = requests.put(
    f"https://my-vault.vault.example.com/kept/secrets/{name}?api-version=2025-01-31",
    headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
    json={"value": "open sesame", "days": 3},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
