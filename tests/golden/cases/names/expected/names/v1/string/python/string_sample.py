# Each variable has a name that works.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python string_sample.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://example.com"
class_ = "a"
class_2 = "b"
value = "c"
value_2_nd = "d"
path = "e"
path_key = "f"
path_key_ = "g"
user_id = "h"

key = os.environ.get("PATH_KEY")
if not key:
    sys.exit("Set the environment variable PATH_KEY to your key.")

url = urljoin(
    endpoint,
    "/"
    + quote(class_, safe="")
    + "/"
    + quote(class_2, safe="")
    + "/"
    + quote(value, safe="")
    + "/"
    + quote(value_2_nd, safe="")
    + "/"
    + quote(path, safe="")
    + "/"
    + quote(path_key, safe="")
    + "/"
    + quote(path_key_, safe="")
    + "/"
    + quote(user_id, safe=""),
)
try:
    response = requests.get(
        url, headers={"X-Key": key}, timeout=30, allow_redirects=False
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
