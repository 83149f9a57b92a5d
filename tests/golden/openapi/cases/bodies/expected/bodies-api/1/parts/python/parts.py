# pip install requests
# python parts.py
import json
import sys

import requests

meta = {"name": 'it\'s "x"'}
rows_1 = {"id": 1}
rows_2 = {"id": 2}

response = requests.post(
    "https://bodies.example.com/parts",
    files=[
        ("meta", (None, json.dumps(meta), "application/json")),
        ("photo", ("photo.jpg", open("photo.jpg", "rb"), "image/jpeg")),
        ("docs", ("docs-1.pdf", open("docs-1.pdf", "rb"), "application/pdf")),
        ("docs", ("docs-2.pdf", open("docs-2.pdf", "rb"), "application/pdf")),
        ("tags", (None, "a")),
        ("tags", (None, "b")),
        ("rows", (None, json.dumps(rows_1), "application/json")),
        ("rows", (None, json.dumps(rows_2), "application/json")),
        ("count", (None, "3")),
        ("left", (None, "left")),
    ],
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
