# pip install requests
# TENANT_ID=<your key> TENANT_KEY=<your key> python drop.py
import os
import sys
from urllib.parse import quote

import requests

endpoint = quote("a", safe="")
key = quote("b", safe="")
tenant_id = os.environ.get("TENANT_ID") or sys.exit("Set TENANT_ID to your key.")
tenant_key = os.environ.get("TENANT_KEY") or sys.exit("Set TENANT_KEY to your key.")

response = requests.delete(
    f"https://example.com/{endpoint}/{key}",
    headers={"X-Tenant": tenant_id, "X-Key": tenant_key},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Dropped.")
