# pip install requests
# LADEN_KEY=<Ihren Schlüssel> python get_picture.py
import os
import sys
from pathlib import Path
from urllib.parse import quote

import requests

key = os.environ.get("LADEN_KEY") or sys.exit(
    "Setzen Sie LADEN_KEY auf \"Ihren Schlüssel\" \\ für C:\\Läden (100 %, $y `z` 'q')."
)

try:
    response = requests.get(
        f"https://example.com/picture?key={quote(key, safe='')}",
        headers={"Accept": "image/png"},
        timeout=30,
        allow_redirects=False,
    )
except (
    requests.RequestException
) as error:  # der Text enthält die URL, also den Schlüssel
    sys.exit(f'Keine "Antwort" \\ {{}}: {type(error).__name__}')
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
Path("bild.png").write_bytes(response.content)
print('Gespeichert als "bild.png" \\ …')
