# Drop it.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python drop.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://example.com"
endpoint_ = "a"
key = "b"

tenant_id = os.environ.get("TENANT_ID")
if not tenant_id:
    sys.exit("Set the environment variable TENANT_ID to your key.")

tenant_key = os.environ.get("TENANT_KEY")
if not tenant_key:
    sys.exit("Set the environment variable TENANT_KEY to your key.")

url = urljoin(endpoint, "/" + quote(endpoint_, safe="") + "/" + quote(key, safe=""))
try:
    response = requests.delete(
        url,
        headers={"X-Tenant": tenant_id, "X-Key": tenant_key},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Dropped.")
