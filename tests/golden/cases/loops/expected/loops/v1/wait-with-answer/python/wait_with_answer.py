# pip install requests
# python wait_with_answer.py
import sys
from urllib.parse import quote

import requests

state = quote("x", safe="")

response = requests.put(
    f"https://loops.example.com/v1/jobs/{state}",
    headers={"Accept": "application/json"},
    timeout=20,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
