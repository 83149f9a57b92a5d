# pip install requests
# SHOP_KEY=<your key> python send_picture_captioned.py
import os
import sys

import requests

key = os.environ.get("SHOP_KEY") or sys.exit("Set SHOP_KEY to your key.")

response = requests.post(
    "https://shop.example.com/pictures",
    headers={"X-Key": key},
    files={
        "picture": open("mug.jpg", "rb"),
        "caption": (None, "A mug"),
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("It is sent.")
