# pip install requests
# SHOP_KEY=<your key> python code_sample.py
import os
import sys

import requests

key = os.environ.get("SHOP_KEY") or sys.exit("Set SHOP_KEY to your key.")

response = requests.get(
    "https://shop.example.com/code",
    headers={"X-Key": key},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("There is none.")
