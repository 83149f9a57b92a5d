# pip install requests
# python get_preview.py
import sys

import requests

endpoint = "https://west.example.com"

response = requests.get(
    f"{endpoint}/preview",
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("There is nothing yet.")
