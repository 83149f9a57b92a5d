"""The oracle notices what the reader of OpenAPI documents could misread.

Each test changes one line of the reader, and verifies a document with it. verify has to fail, in
the words of the oracle: what verify expects of a request comes from the same reader as the sample.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.system.package import PACKAGE, builtin_templates

DOCUMENT = Path(__file__).with_name("misreadings.yaml")
# What is misread, the module, and the line before and after.
MISREADINGS = {
    "a required query parameter is optional": (
        "parameters",
        "required = row.required or where is Where.PATH",
        "required = where is Where.PATH",
    ),
    "headers are lost": (
        "parameters",
        "if row.where in self.parts.body_places or (",
        'if row.where in (*self.parts.body_places, "header") or (',
    ),
    "deepObject is form": (
        "serialization/styles",
        "WrittenStyle(_STYLES.get(style, ParameterStyle.FORM), explode)",
        "WrittenStyle(ParameterStyle.FORM, explode)",
    ),
    "explode is always true": (
        "serialization/styles",
        "explode = row.explode if row.explode is not None else",
        "explode = row.explode or",
    ),
    "parameters have no schema": (
        "parameters",
        "schema = self.schemas.read(row.schema, row.name, place)",
        "pass",
    ),
    "parameters of a path are lost": (
        "parts",
        "for owner in (item, at):",
        "for owner in (at,):",
    ),
    "the server's path is lost": (
        "servers/server_objects",
        "_ParsedUrl(endpoint, encode_base_path(match[3]), match[4])",
        '_ParsedUrl(endpoint, "", match[4])',
    ),
    "another host": (
        "servers/server_objects",
        'endpoint = f"{scheme}://{ascii_authority(match[2])}"',
        'endpoint = f"{scheme}://www.{ascii_authority(match[2])}"',
    ),
    "http instead of https": (
        "servers/server_objects",
        "scheme = match[1].lower()",
        'scheme = "http"',
    ),
    "another method": (
        "operations",
        "method=method.upper(),",
        'method=method.upper().replace("PUT", "PATCH"),',
    ),
    "another path": (
        "operations",
        "pieces = split_placeholders(encode_path(bare))",
        'pieces = split_placeholders(encode_path(bare + "/"))',
    ),
    "a body is lost": (
        "operations",
        "raw = self.parts.read_body(at, item)",
        "raw = None",
    ),
    "another media type": (
        "bodies/body_reader",
        'ContentKind.JSON, "application/json" if "*" in media_type else media_type,',
        'ContentKind.JSON, "application/json",',
    ),
    "a form is a file": (
        "bodies/body_reader",
        "if media_type in (MULTIPART_TYPE, FORM_TYPE):",
        "if media_type == MULTIPART_TYPE:",
    ),
    "required fields of a form are lost": (
        "bodies/forms",
        "required = keywords is not None and name in keywords.required",
        'required = name == "a"',
    ),
    "JSON of a part is text": (
        "bodies/forms",
        "media_type = declared or _JSON",
        'media_type = "text/plain"',
    ),
    "required fields of an object are lost": (
        "schemas/schema_reader",
        "required = is_required and not read_only",
        'required = name == "name"',
    ),
    "a credential is lost": ("security", "return usable\n", "return usable[1:]\n"),
    "a credential has another place": ("security", "where = Where(in_)", "where = Where.HEADER"),
    "a credential has another scheme": (
        "security",
        "scheme = Scheme(kind)",
        "scheme = Scheme.BEARER",
    ),
    "an operation's credentials are lost": (
        "security",
        'owner = operation if "security" in operation.value else self.root',
        "owner = self.root",
    ),
}


def verified(folder: Path) -> subprocess.CompletedProcess[str]:
    """Verify the document with the gen of a folder."""
    words = [
        "verify",
        "--spec",
        str(DOCUMENT),
        "--lang",
        "python",
        "--case",
        "200",
        "--out",
        "none",
    ]
    return subprocess.run(
        [sys.executable, "-m", "generator", *words, "--strict"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_document_is_read_rightly() -> None:
    result = verified(PACKAGE.parent)
    assert result.returncode == 0, result.stdout
    assert "document" in result.stdout


@pytest.mark.parametrize("name", MISREADINGS)
def test_a_misreading_is_noticed(name: str, tmp_path: Path) -> None:
    module, before, after = MISREADINGS[name]
    # With what Python has compiled, which knows the other modules by their time and size.
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name)
    (tmp_path / "templates").symlink_to(builtin_templates(), target_is_directory=True)
    file = tmp_path / PACKAGE.name / "openapi" / f"{module}.py"
    text = file.read_text("utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), "utf-8")
    result = verified(tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "the document: " in result.stdout
