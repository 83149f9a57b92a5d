# pip install requests
# OBTAIN_TOKEN=$(az account get-access-token --query accessToken --output tsv) python get_token.py
import os
import sys

import requests

token = os.environ.get("OBTAIN_TOKEN") or sys.exit("Set OBTAIN_TOKEN to your token.")

response = requests.get(
    "https://example.com/token",
    headers={"Authorization": f"Bearer {token}"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Nothing.")
