"""A hundred edits at random: the report names the files that change, no other, and why."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.errors import ProblemsError
from generator.review.model_diff import model_differences
from generator.spec.loader import load, load_text
from tests.golden.diff.conftest import commit, git, tree
from tests.system.cli.conftest import gen

Spec = dict[str, Any]
# Makes an edit, and says whether it breaks callers; None if it could not be made.
Edit = Callable[[Spec, random.Random], bool | None]
EDITS: list[Edit] = []
NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")

SPEC: Spec = {
    "api": {"id": "shop", "title": "Shop", "version": "v1"},
    "endpoint": "https://{region}.shop.example.com",
    "basePath": "/shop/{version}",
    "defaultRegion": "here",
    "regions": {
        "here": "Here",
        "there": "There",
        "cloud": {"name": "Cloud", "endpoint": "https://cloud.example.org"},
    },
    "headers": {"X-Key": {"description": "A key.", "env": "SHOP_KEY"}},
    "credentials": {
        "token": {"scheme": "bearer", "env": "SHOP_TOKEN", "description": "From your account."}
    },
    "errorBodies": {"coded": {"error": {"code": "$code", "message": "$message"}}},
    "errors": {
        "missing": {
            "status": 404,
            "code": "Missing",
            "description": "It is gone.",
            "message": "Not here.",
        },
        "busy": {
            "status": 429,
            "code": "Busy",
            "retryAfter": 3,
            "description": "Too many.",
            "message": "Wait.",
        },
    },
    "operations": {
        "get-item": {
            "title": "Get",
            "summary": "Get an item.",
            "method": "GET",
            "path": "/items/{id}",
            "parameters": {
                "id": {"description": "Of the item.", "example": "a"},
                "depth": {"in": "query", "description": "How deep.", "example": "1"},
                "tags": {"in": "query", "items": "string", "description": "Tags."},
            },
            "responses": {200: "Here it is."},
            "errors": ["missing", "busy"],
        },
        "drop-item": {
            "title": "Drop",
            "summary": "Drop an item.",
            "method": "DELETE",
            "path": "/items/{id}",
            "parameters": {"id": {"description": "Of the item.", "example": "a"}},
            "responses": {204: "Dropped."},
            "errors": ["busy"],
        },
    },
    "publish": {"targets": ["curl", "python", "ruby", "reference", "python-client"]},
}
# What carries something is in operations of its own, so that edits of the others stay simple.
SPEC["schemas"] = {
    "item": {
        "fields": {
            "name": {"description": "Of the item.", "required": True, "example": "n"},
            "size": {"description": "Its size.", "type": "integer", "maximum": 9, "example": 3},
            "inner": {
                "description": "What is in it.",
                "fields": {"deep": {"description": "Deep.", "required": True, "example": "d"}},
            },
        }
    }
}
SPEC["operations"] |= {
    "make-item": {
        "title": "Make",
        "summary": "Make an item.",
        "method": "POST",
        "path": "/items",
        "body": {"schema": "item"},
        "responses": {201: {"description": "Made.", "body": {"schema": "item"}}},
        "errors": ["busy"],
    },
    "send-file": {
        "title": "Send",
        "summary": "Send a file.",
        "method": "PUT",
        "path": "/files",
        "body": {
            "mediaType": "multipart/form-data",
            "fields": {
                "note": {"description": "A note.", "required": True, "example": "x"},
                "file": {
                    "description": "A file.",
                    "type": "file",
                    "required": True,
                    "example": "f.bin",
                },
            },
        },
        "responses": {
            200: {
                "description": "Sent.",
                "headers": {"X-Where": {"description": "Where it is.", "example": "there"}},
            }
        },
        "errors": ["busy"],
    },
}


def an_edit(function: Edit) -> Edit:
    EDITS.append(function)
    return function


def new_key(table: dict[str, Any], rng: random.Random) -> str:
    return rng.choice([name for name in NAMES if name not in table])


def put(table: dict[str, Any], key: str, value: Any, rng: random.Random) -> None:
    """Put something somewhere in a table."""
    rows = list(table.items())
    rows.insert(rng.randint(0, len(rows)), (key, value))
    table.clear()
    table.update(rows)


@an_edit
def add_region(spec: Spec, rng: random.Random) -> bool:
    key = new_key(spec["regions"], rng)
    own = {"name": key.title(), "endpoint": f"https://{key}.example.net"}
    put(spec["regions"], key, rng.choice([key.title(), own]), rng)
    return False


@an_edit
def remove_region(spec: Spec, rng: random.Random) -> bool | None:
    others = [key for key in spec["regions"] if key != spec["defaultRegion"]]
    if not others:
        return None
    del spec["regions"][rng.choice(others)]
    return True


@an_edit
def rename_region(spec: Spec, rng: random.Random) -> bool:
    key = rng.choice(list(spec["regions"]))
    row = spec["regions"][key]
    if isinstance(row, dict):
        row["name"] += "!"
    else:
        spec["regions"][key] = f"{row}!"
    return False


@an_edit
def move_region(spec: Spec, rng: random.Random) -> bool:
    rows = list(spec["regions"].items())
    spec["regions"] = dict(rows[1:] + rows[:1])
    return False


@an_edit
def own_host(spec: Spec, rng: random.Random) -> bool:
    key = rng.choice(list(spec["regions"]))
    host = f"https://{key}-{rng.randint(1, 999)}.example.org"
    spec["regions"][key] = {"name": "Own", "endpoint": host}
    return False


@an_edit
def other_default(spec: Spec, rng: random.Random) -> bool:
    spec["defaultRegion"] = rng.choice(list(spec["regions"]))
    return False


@an_edit
def other_hosts(spec: Spec, rng: random.Random) -> bool:
    spec["endpoint"] = f"https://{{region}}.shop{rng.randint(1, 99)}.example.com"
    return False


@an_edit
def add_error(spec: Spec, rng: random.Random) -> bool:
    key = new_key(spec["errors"], rng)
    row = {"status": rng.choice([400, 409, 503]), "code": key.title(), "description": "It failed."}
    put(spec["errors"], key, {**row, "message": f"{key} failed."}, rng)
    ids = [id_ for id_ in spec["operations"] if rng.random() < 0.5]
    for id_ in ids or [rng.choice(list(spec["operations"]))]:
        errors = spec["operations"][id_].setdefault("errors", [])
        errors.insert(rng.randint(0, len(errors)), key)
    return False


@an_edit
def remove_error(spec: Spec, rng: random.Random) -> bool | None:
    if not spec["errors"]:
        return None
    key = rng.choice(list(spec["errors"]))
    del spec["errors"][key]
    for operation in spec["operations"].values():
        operation["errors"] = [error for error in operation["errors"] if error != key]
    if not spec["errors"]:
        del spec["errors"]
        spec["errors"] = {}
    return True


@an_edit
def reword_error(spec: Spec, rng: random.Random) -> bool | None:
    if not spec["errors"]:
        return None
    row = rng.choice(list(spec["errors"].values()))
    row[rng.choice(["message", "description"])] += " Really."
    return False


@an_edit
def other_code(spec: Spec, rng: random.Random) -> bool | None:
    if not spec["errors"]:
        return None
    row = rng.choice(list(spec["errors"].values()))
    row["code"] += "Now"
    return True


@an_edit
def other_retry(spec: Spec, rng: random.Random) -> bool | None:
    if not spec["errors"]:
        return None
    row = rng.choice(list(spec["errors"].values()))
    row["retryAfter"] = row.get("retryAfter", 1) + 1
    return False


@an_edit
def other_error_body(spec: Spec, rng: random.Random) -> bool:
    name = f"error{rng.randint(1, 99)}"
    made = {"coded": {name: {"code": "$code", "text": "$message"}}}
    is_other = made != spec["errorBodies"]
    spec["errorBodies"] = made
    return bool(is_other)


@an_edit
def add_operation(spec: Spec, rng: random.Random) -> bool:
    key = new_key(spec["operations"], rng)
    row = {
        "title": key.title(),
        "summary": f"Do {key}.",
        "method": "GET",
        "path": f"/{key}",
        "responses": {200: "Done."},
        "errors": [error for error in spec["errors"] if rng.random() < 0.5],
    }
    put(spec["operations"], key, row, rng)
    return False


@an_edit
def remove_operation(spec: Spec, rng: random.Random) -> bool | None:
    if len(spec["operations"]) == 1:
        return None
    del spec["operations"][rng.choice(list(spec["operations"]))]
    used = {error for row in spec["operations"].values() for error in row["errors"]}
    spec["errors"] = {key: row for key, row in spec["errors"].items() if key in used}
    return True


@an_edit
def rename_operation(spec: Spec, rng: random.Random) -> bool:
    key = rng.choice(list(spec["operations"]))
    new = new_key(spec["operations"], rng)
    rows = spec["operations"].items()
    spec["operations"] = {new if id_ == key else id_: row for id_, row in rows}
    return "python-client" in spec["publish"]["targets"]


@an_edit
def reword_operation(spec: Spec, rng: random.Random) -> bool:
    row = rng.choice(list(spec["operations"].values()))
    row[rng.choice(["title", "summary"])] += " Now."
    return False


@an_edit
def other_path(spec: Spec, rng: random.Random) -> bool:
    row = rng.choice(list(spec["operations"].values()))
    row["path"] = f"/v{rng.randint(2, 99)}{row['path']}"
    return True


@an_edit
def other_answer(spec: Spec, rng: random.Random) -> bool:
    row = rng.choice(list(spec["operations"].values()))
    for status, told in row["responses"].items():
        if isinstance(told, dict):
            told["description"] += " So."
        else:
            row["responses"][status] = f"{told} So."
    return False


@an_edit
def other_status(spec: Spec, rng: random.Random) -> bool:
    row = rng.choice(list(spec["operations"].values()))
    (text,) = row["responses"].values()
    (status,) = row["responses"]
    row["responses"] = {202 if status == 200 else 200: text}
    return True


@an_edit
def add_parameter(spec: Spec, rng: random.Random) -> bool | None:
    row = rng.choice(list(spec["operations"].values()))
    parameters = row.setdefault("parameters", {})
    if len(parameters) > 5:
        return None
    name = new_key(parameters, rng)
    needed = rng.random() < 0.5
    made = {"in": rng.choice(["query", "header"]), "description": "More.", "example": "m"}
    put(parameters, name, {**made, "required": needed}, rng)
    return needed


@an_edit
def remove_parameter(spec: Spec, rng: random.Random) -> bool | None:
    rows = [row for row in spec["operations"].values() if "depth" in row.get("parameters", {})]
    if not rows:
        return None
    del rows[0]["parameters"]["depth"]
    return True


@an_edit
def other_example(spec: Spec, rng: random.Random) -> bool | None:
    rows = [row for row in spec["operations"].values() if "id" in row.get("parameters", {})]
    if not rows:
        return None
    rng.choice(rows)["parameters"]["id"]["example"] = f"b{rng.randint(1, 999)}"
    return False


@an_edit
def other_name_in_path(spec: Spec, rng: random.Random) -> bool | None:
    rows = [row for row in spec["operations"].values() if "id" in row.get("parameters", {})]
    if not rows:
        return None
    row = rng.choice(rows)
    name = new_key(row["parameters"], rng)
    row["path"] = row["path"].replace("{id}", f"{{{name}}}")
    parameters = row["parameters"].items()
    row["parameters"] = {name if key == "id" else key: value for key, value in parameters}
    return True


@an_edit
def longer_path(spec: Spec, rng: random.Random) -> bool:
    row = rng.choice(list(spec["operations"].values()))
    parameters = row.setdefault("parameters", {})
    if len(parameters) > 5:
        return bool(other_path(spec, rng))
    name = new_key(parameters, rng)
    row["path"] += f"/{{{name}}}"
    put(parameters, name, {"description": "More.", "example": "p"}, rng)
    return True


@an_edit
def query_into_path(spec: Spec, rng: random.Random) -> bool | None:
    rows = [row for row in spec["operations"].values() if "depth" in row.get("parameters", {})]
    if not rows:
        return None
    row = rows[0]
    row["path"] += "/{depth}"
    row["parameters"]["depth"] = {"description": "How deep.", "example": "1"}
    row["parameters"]["deeper"] = row["parameters"].pop("depth")
    row["path"] = row["path"].replace("{depth}", "{deeper}")
    return True


@an_edit
def swapped_operations(spec: Spec, rng: random.Random) -> bool | None:
    ids = list(spec["operations"])
    if len(ids) < 2 or spec["operations"][ids[0]]["path"] == spec["operations"][ids[1]]["path"]:
        return None
    one, two = spec["operations"][ids[0]], spec["operations"][ids[1]]
    spec["operations"][ids[0]], spec["operations"][ids[1]] = two, one
    return True


@an_edit
def optional_parameter(spec: Spec, rng: random.Random) -> bool | None:
    for row in spec["operations"].values():
        for parameter in row.get("parameters", {}).values():
            if parameter.get("required"):
                del parameter["required"], parameter["example"]
                return False
    return None


@an_edit
def other_error_id(spec: Spec, rng: random.Random) -> bool | None:
    if not spec["errors"]:
        return None
    key = rng.choice(list(spec["errors"]))
    new = new_key(spec["errors"], rng)
    spec["errors"] = {new if id_ == key else id_: row for id_, row in spec["errors"].items()}
    for operation in spec["operations"].values():
        operation["errors"] = [new if error == key else error for error in operation["errors"]]
    return False


@an_edit
def chained_error_ids(spec: Spec, rng: random.Random) -> bool | None:
    ids = list(spec["errors"])
    codes = {(row["status"], row["code"]) for row in spec["errors"].values()}
    if len(ids) < 2 or len(codes) < len(ids):
        return None
    names = dict(zip(ids, [*ids[1:], new_key(spec["errors"], rng)], strict=True))
    spec["errors"] = {names[id_]: row for id_, row in spec["errors"].items()}
    for operation in spec["operations"].values():
        operation["errors"] = [names[error] for error in operation["errors"]]
    return False


@an_edit
def other_body_and_message(spec: Spec, rng: random.Random) -> bool | None:
    made = {"coded": {"error": {"code": "$code", "message": "$message"}}}
    made["coded"]["error"][f"more{rng.randint(1, 99)}"] = "x"
    (now,) = spec["errorBodies"].values()
    if list(now) != ["error"] or not spec["errors"]:
        return None
    spec["errorBodies"] = made
    rng.choice(list(spec["errors"].values()))["message"] += " More."
    return False


@an_edit
def other_variable(spec: Spec, rng: random.Random) -> bool:
    spec["headers"]["X-Key"]["env"] += str(rng.randint(1, 9))
    return True


@an_edit
def other_version(spec: Spec, rng: random.Random) -> bool:
    spec["api"]["version"] += str(rng.randint(1, 9))
    return True


@an_edit
def needed_parameter(spec: Spec, rng: random.Random) -> bool | None:
    rows = [row for row in spec["operations"].values() if "depth" in row.get("parameters", {})]
    if not rows or rows[0]["parameters"]["depth"].get("required"):
        return None
    rows[0]["parameters"]["depth"] |= {"required": True, "example": "2"}
    return True


@an_edit
def other_time_limit(spec: Spec, rng: random.Random) -> bool:
    spec["timeout"] = spec.get("timeout", 30) + 1
    return False


@an_edit
def other_header(spec: Spec, rng: random.Random) -> bool | None:
    if "X-More" in spec["headers"]:
        return None
    spec["headers"]["X-More"] = {"description": "More.", "value": "m"}
    return True


def fields_of(spec: Spec, rng: random.Random) -> tuple[dict[str, Any], bool] | None:
    """Choose where fields are, and say whether requests have them."""
    item = spec["schemas"]["item"]["fields"]
    found = [(item, True)] if "make-item" in spec["operations"] else []
    if "inner" in item and found:
        found.append((item["inner"]["fields"], True))
    if "fields" in spec["operations"].get("send-file", {}).get("body", {}):
        found.append((spec["operations"]["send-file"]["body"]["fields"], True))
    return rng.choice(found) if found else None


@an_edit
def add_field(spec: Spec, rng: random.Random) -> bool | None:
    found = fields_of(spec, rng)
    if found is None or len(found[0]) > 5:
        return None
    needed = rng.random() < 0.5
    made = {"description": "More.", "example": "m", "required": needed}
    put(found[0], new_key(found[0], rng), made, rng)
    return needed and found[1]


@an_edit
def remove_field(spec: Spec, rng: random.Random) -> bool | None:
    found = fields_of(spec, rng)
    if found is None or len(found[0]) < 2:
        return None
    del found[0][rng.choice(list(found[0]))]
    return True


@an_edit
def reword_field(spec: Spec, rng: random.Random) -> bool | None:
    found = fields_of(spec, rng)
    if found is None:
        return None
    rng.choice(list(found[0].values()))["description"] += " So."
    return False


@an_edit
def other_limit(spec: Spec, rng: random.Random) -> bool | None:
    size = spec["schemas"]["item"]["fields"].get("size")
    if size is None or "make-item" not in spec["operations"]:
        return None
    size["maximum"] += 1
    return False


@an_edit
def other_type(spec: Spec, rng: random.Random) -> bool | None:
    size = spec["schemas"]["item"]["fields"].get("size")
    if size is None or "make-item" not in spec["operations"] or size["type"] != "integer":
        return None
    size["type"] = "number"
    return True


@an_edit
def other_answer_header(spec: Spec, rng: random.Random) -> bool | None:
    if "send-file" not in spec["operations"]:
        return None
    row = spec["operations"]["send-file"]["responses"][200]
    row["headers"] = {f"X-{rng.randint(1, 999)}": {"description": "Else.", "example": "e"}}
    return True


@an_edit
def other_body(spec: Spec, rng: random.Random) -> bool | None:
    row = spec["operations"].get("send-file")
    if row is None or "fields" not in row["body"]:
        return None
    row["body"] = {"type": "file", "example": f"g{rng.randint(1, 999)}.bin"}
    return True


@an_edit
def other_targets(spec: Spec, rng: random.Random) -> bool:
    known = ["curl", "php", "python", "ruby", "reference", "python-client", "javascript"]
    before = spec["publish"]["targets"]
    spec["publish"]["targets"] = after = rng.sample(known, rng.randint(1, len(known)))
    return "python-client" in before and "python-client" not in after


def is_read(spec: Spec, before: Spec) -> bool:
    """Say whether a spec is one; else make it as it was before, as where nobody takes a key."""
    written(spec)
    try:
        load(Path("spec"))
    except ProblemsError:
        spec.clear()
        spec.update(before)
        return False
    return True


@an_edit
def other_security(spec: Spec, rng: random.Random) -> bool | None:
    before = deepcopy(spec)
    known = ["X-Key", *spec.get("credentials", {})]
    chosen = rng.choice(list(spec["operations"].values()))
    was = chosen.pop("security", known)
    now = [key for key in known if rng.random() < 0.5]
    if set(now) == set(was):
        now = [key for key in known if key not in now[:1]]
    if set(now) != set(known):
        chosen["security"] = now
    return True if set(was) != set(now) and is_read(spec, before) else None


@an_edit
def other_credential(spec: Spec, rng: random.Random) -> bool | None:
    before = deepcopy(spec)
    known = spec.setdefault("credentials", {})
    key = rng.choice(["token", "login", "jar"])
    if key in known:
        del known[key]
        for operation in spec["operations"].values():
            if key in operation.get("security", ()):
                operation["security"].remove(key)
        if not known:
            del spec["credentials"]
    else:
        rows = {
            "token": {"scheme": "bearer"},
            "login": {"scheme": "basic"},
            "jar": {"in": "cookie", "name": "jar"},
        }
        more = {"env": f"SHOP_{key.upper()}", "description": "From your account."}
        put(known, key, {**rows[key], **more}, rng)
    return True if is_read(spec, before) else None


@an_edit
def other_words_of_a_credential(spec: Spec, rng: random.Random) -> bool | None:
    if not spec.get("credentials"):
        return None
    rng.choice(list(spec["credentials"].values()))["description"] += " Really."
    return False


@an_edit
def other_variable_of_a_credential(spec: Spec, rng: random.Random) -> bool | None:
    if not spec.get("credentials"):
        return None
    rng.choice(list(spec["credentials"].values()))["env"] += str(rng.randint(1, 9))
    return True


@an_edit
def other_style(spec: Spec, rng: random.Random) -> bool | None:
    rows = [row for o in spec["operations"].values() for row in o.get("parameters", {}).values()
            if "items" in row and row.get("in") == "query" and "explode" not in row]  # fmt: skip
    if not rows:
        return None
    row = rng.choice(rows)
    if row.pop("style", None) is None:
        row["style"] = rng.choice(["spaceDelimited", "pipeDelimited"])
    return True


@an_edit
def other_tags(spec: Spec, rng: random.Random) -> bool:
    before = spec["publish"].get("snippetTags", "")
    sites = [site for site in ("", "docfx", "mkdocs", "sphinx") if site != before]
    spec["publish"]["snippetTags"] = rng.choice(sites)
    if not spec["publish"]["snippetTags"]:
        del spec["publish"]["snippetTags"]
    return False


def written(spec: Spec) -> None:
    made = {key: value for key, value in spec.items() if key != "errors" or value}
    if not any("schema" in row.get("body", {}) for row in spec["operations"].values()):
        del made["schemas"]  # which nothing would have
    Path("spec").mkdir(exist_ok=True)
    Path("spec/shop.yaml").write_text(yaml.safe_dump(made, sort_keys=False), "utf-8")


def is_the_host_alone(old: bytes, new: bytes) -> bool:
    """Say whether the lines that differ have one host each, and are alike without it."""
    pairs = list(zip(old.split(b"\n"), new.split(b"\n"), strict=False))
    return len(old.split(b"\n")) == len(new.split(b"\n")) and all(
        a == b or (b"https://" in a and b"https://" in b) for a, b in pairs
    )


# Of a rate of edits, since several at once may make up for each other.
@pytest.mark.parametrize("edits", [1, 1, 1, 2, 5], ids=["one-a", "one-b", "one-c", "two", "five"])
def test_the_report_names_exactly_what_changed(
    edits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    rng = random.Random(request.node.name)
    spec = json.loads(json.dumps(SPEC))
    for operation in spec["operations"].values():  # JSON has made texts of these
        operation["responses"] = {int(key): text for key, text in operation["responses"].items()}
    written(spec)
    assert gen("render").code == 0
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path)
    for _ in range(6):
        (old_api,) = load(Path("spec"))
        breaks: list[bool] = []
        while len(breaks) < edits:
            made = rng.choice(EDITS)(spec, rng)
            breaks += [] if made is None else [made]
        written(spec)
        (new_api,) = load(Path("spec"))
        steps = model_differences(old_api, new_api)
        assert (steps[-1].step if steps else old_api) == new_api

        # Against a revision, what shows in no file is told, too.
        against = ["--against", "HEAD"] if edits == 1 else []
        result = gen("diff", "--format", "json", "--exit-zero", *against)
        assert result.code == 0, result.err
        report = json.loads(result.out)
        before = tree(tmp_path / "out")
        assert gen("render").code == 0
        after = tree(tmp_path / "out")
        changed = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
        told = {row["path"]: row for row in report["files"]}
        assert {f"out/{path}" for path in changed} == set(told)
        for path in changed:
            row = told[f"out/{path}"]
            status = "removed" if path not in after else "changed"
            assert row["status"] == (status if path in before else "added")
            if row["host"]:
                assert is_the_host_alone(before[path], after[path])
            if path != "manifest.json":
                assert row["causes"], (path, report["causes"])
        for cause in report["causes"]:
            assert set(cause["files"]) <= set(told)
            assert cause["kind"] not in ("not rendered", "gen", "by hand", "not there", "template")
            assert cause["place"] is None or cause["place"]["file"] == "spec/shop.yaml"
            assert "something else" not in cause["what"]
        if edits == 1:
            assert report["breaking"] == breaks[0], report["causes"]
            named = {path for cause in report["causes"] for path in cause["files"]}
            assert named == set(told) - {"out/manifest.json"}
        commit(tmp_path)


def test_the_words_of_a_credential_that_some_take_break_nobody() -> None:
    spec = json.loads(json.dumps(SPEC))
    spec["operations"]["get-item"]["security"] = ["token"]
    (old,) = load_text(yaml.safe_dump(spec, sort_keys=False), "old.yaml")
    spec["credentials"]["token"]["description"] += " Really."
    (new,) = load_text(yaml.safe_dump(spec, sort_keys=False), "old.yaml")
    (step,) = model_differences(old, new)
    assert (step.kind, step.breaking, step.step) == ("credential changed", False, new)
