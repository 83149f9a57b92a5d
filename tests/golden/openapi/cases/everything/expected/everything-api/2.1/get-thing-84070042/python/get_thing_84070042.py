# pip install requests
# EVERYTHING_TOKEN=<your token> python get_thing_84070042.py
import os
import sys

import requests

endpoint = "https://us-1.example.com"
thing_id = "t-1111"
token = os.environ.get("EVERYTHING_TOKEN") or sys.exit(
    "Set EVERYTHING_TOKEN to your token."
)

response = requests.get(
    f"{endpoint}/v2/things/{thing_id}?fields=name&tags=a%20b%7Cc&words=d%20e&filter%5Bfrom%5D=2025-01-31&size=5&where=%7B%22a%22%3A%20%5B1%2C%20null%5D%7D",
    headers={
        "Authorization": f"Bearer {token}",
        "X-Trace": "123e4567-e89b-12d3-a456-426614174000",
        "Cookie": "theme=dark",
        "Accept": "application/json",
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
