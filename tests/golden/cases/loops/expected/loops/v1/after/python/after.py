# pip install requests
# python after.py
import sys
from urllib.parse import quote

import requests

shelf = quote("a b/c", safe="")

response = requests.get(
    f"https://loops.example.com/v1/{shelf}/things?top=2",
    headers={"Accept": "application/json"},
    timeout=20,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
