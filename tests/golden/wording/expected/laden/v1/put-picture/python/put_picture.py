# pip install requests
# LADEN_ZUGANG=<Name:Paßwort> python put_picture.py
import os
import sys
from base64 import b64encode

import requests

login = os.environ.get("LADEN_ZUGANG") or sys.exit(
    "Setzen Sie LADEN_ZUGANG auf \"Name:Paßwort\" \\ für C:\\Läden (100 %, $y `z` 'q')."
)

response = requests.post(
    "https://example.com/pictures",
    headers={"Authorization": f"Basic {b64encode(login.encode()).decode()}"},
    files={
        "titel": (None, "Haus", "text/plain"),
        "bild": open("bild.png", "rb"),
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Das Bild wurde hochgeladen.")
