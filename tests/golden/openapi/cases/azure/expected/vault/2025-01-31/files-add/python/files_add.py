# pip install requests
# VAULT_KEY=<your key> python files_add.py
import os
import sys

import requests

key = os.environ.get("VAULT_KEY") or sys.exit("Set VAULT_KEY to your key.")

response = requests.post(
    "https://my-vault.vault.example.com/kept/files",
    headers={"X-Key": key},
    files={
        "file": open("file.bin", "rb"),
        "note": (None, "note"),
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("It is on its way.")
print("Operation-Location:", response.headers.get("Operation-Location"))
