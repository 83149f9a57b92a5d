# pip install requests
# VAULT_LOGIN=<user:password> python secrets_get.py
import os
import sys
from base64 import b64encode
from urllib.parse import quote

import requests

name = quote("name", safe="")
login = os.environ.get("VAULT_LOGIN") or sys.exit("Set VAULT_LOGIN to user:password.")

response = requests.get(
    f"https://my-vault.vault.example.com/kept/secrets/{name}?tags=tags&ids=1&more=more",
    headers={
        "Authorization": f"Basic {b64encode(login.encode()).decode()}",
        "Accept": "application/json",
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
