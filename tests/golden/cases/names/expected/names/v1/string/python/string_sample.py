# pip install requests
# PATH_KEY=<your key> python string_sample.py
import os
import sys
from urllib.parse import quote

import requests

class_ = quote("a", safe="")
class_2 = quote("b", safe="")
value = quote("c", safe="")
value_2_nd = quote("d", safe="")
path = quote("e", safe="")
path_key = quote("f", safe="")
path_key_ = quote("g", safe="")
user_id = quote("h", safe="")
key = os.environ.get("PATH_KEY") or sys.exit("Set PATH_KEY to your key.")

response = requests.get(
    f"https://example.com/{class_}/{class_2}/{value}/{value_2_nd}/{path}/{path_key}/{path_key_}/{user_id}",
    headers={"X-Key": key},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
