# pip install requests
# VAULT_KEY=<your key> python secrets_list.py
import os
import sys

import requests

key = os.environ.get("VAULT_KEY") or sys.exit("Set VAULT_KEY to your key.")

response = requests.get(
    "https://my-vault.vault.example.com/kept/secrets?comp=list",
    headers={"X-Key": key, "Accept": "application/json"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
