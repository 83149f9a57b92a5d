# pip install requests
# python get_a_id_b.py
import sys
from urllib.parse import quote

import requests

id = quote("Id", safe="")

response = requests.get(
    f"https://api.example.com/A/{id}/b",
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Two lines.")
