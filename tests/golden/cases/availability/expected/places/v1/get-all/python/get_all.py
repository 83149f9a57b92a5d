# pip install requests
# python get_all.py
import sys

import requests

endpoint = "https://east.example.com"

response = requests.get(
    f"{endpoint}/all",
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("There is nothing.")
