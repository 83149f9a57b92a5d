# pip install requests
# SHOP_KEY=<your key> python add_thing_whole.py
import os
import sys
from urllib.parse import quote

import requests

shelf = quote("a b/ç", safe="")
key = os.environ.get("SHOP_KEY") or sys.exit("Set SHOP_KEY to your key.")

response = requests.post(
    f"https://shop.example.com/shelves/{shelf}/things?notify=true&tags=a%2Cb,c%20d",
    headers={"X-Key": key, "X-Trace": "7", "Accept": "application/json"},
    json={"name": 'Cup "#{1}" $x ${y}', "size": 50, "notes": ["a", "b"]},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
