# pip install requests
# SHOP_KEY=<your key> python add_thing_class.py
import os
import sys
from urllib.parse import quote

import requests

shelf = quote("lobby", safe="")
key = os.environ.get("SHOP_KEY") or sys.exit("Set SHOP_KEY to your key.")

response = requests.post(
    f"https://shop.example.com/shelves/{shelf}/things",
    headers={"X-Key": key, "Accept": "application/json"},
    json={"name": "", "size": 0},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
