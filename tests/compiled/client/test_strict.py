"""What strict type checkers say of calls, and of the client's own code."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import test_constants, test_deprecated, test_downloads, test_files
from .made import check_types, files_of

DOWNLOADS = """\
import httpx
from shop_client import AsyncShopClient, ShopClient
with ShopClient() as client:
    data: bytes = client.get_archive(name="a")
    got: httpx.Headers = client.get_archive.save("a.zip", name="a")
    client.get_archive.save("a.zip")  # wrong
    client.get_archive.save("a.zip", name=3)  # wrong
async def main() -> httpx.Headers:
    async with AsyncShopClient() as client:
        print((await client.located()).content)
        return await client.get_archive.save("a.zip", name="a")
"""
DEPRECATED = """\
# mypy: enable-error-code=deprecated
from shop_client import AsyncShopClient, ShopClient
with ShopClient() as client:
    client.new()
    client.old()  # wrong
    client.old_file()  # wrong
    client.old_file.save("a")  # wrong
async def main() -> None:
    async with AsyncShopClient() as client:
        print((await client.old()).side)  # wrong
"""
FILES = """\
from io import BytesIO
from pathlib import Path
from shop_client import ShopClient, models
with ShopClient() as client:
    client.add_photos(files=["a", Path("b"), b"c", BytesIO(b"d")], keys=[b"k"])
    client.add_photos(files=[], keys=["k"])  # wrong
    rows: object = client.add_keys(key=b"k", rows=[b"r"]).data
    client.add_keys(key="k")  # wrong
    models.AddPhotosMeta(icon="text")  # wrong
"""
CONSTANTS = """\
from shop_client import ShopClient, models
with ShopClient() as client:
    client.add(size=1, none=None, lid=models.Lid())
    client.add(size=1)  # wrong
    found = client.add(size=1, none="x")
    if isinstance(found, models.Lid):
        text: str = found.type_
"""


@pytest.mark.parametrize(
    ("spec", "uses"),
    [
        (test_downloads.SPEC, DOWNLOADS),
        (test_deprecated.SPEC, DEPRECATED),
        (test_files.SPEC, FILES),
        (test_constants.SPEC, CONSTANTS),
    ],
    ids=["downloads", "deprecated", "files", "constants"],
)
def test_types_are_strict(spec: str, uses: str, tmp_path: Path) -> None:
    check_types(files_of(spec), uses, tmp_path)
