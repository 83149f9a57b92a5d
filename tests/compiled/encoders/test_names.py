"""Names of parameters and operations that mean something to a language: every sample works."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.errors import ProblemsError
from generator.languages.target import Target
from generator.model.api import Api
from generator.model.naming import identifiers, in_case
from generator.plan import make_plan
from generator.rendering.renderer import render
from generator.rendering.request import bind
from generator.spec.loader import load
from generator.verify.expected.cases import Answer, make_answer
from generator.verify.expected.output import output_facts, output_faults
from generator.verify.mock_server import MockServer
from generator.verify.process import execute
from generator.verify.toolchain import fill_command, prepare_sample, run_sample
from tests.support import (
    EVERYTHING,
    LAYERS,
    built,
    has_proven_encoders,
    languages,
    proofs,
    reference_api,
    sample_targets,
    toolchain_for,
    yaml_text,
)

WORDS = Path(__file__).parent / "words.txt"
KEY = {"NAMES_KEY": "secret"}
# What an answer without content gives to expectations.
NO_KEY = {
    "env": "NAMES_KEY",
    "noKey": "Set NAMES_KEY to your key.",
    "setIt": "set it to your key",
    "yourKey": "your key",
}
FACTS = {"sentence": "Deleted.", "head": "", "content": ""}
# Cases that see every end of a sample.
ENDS = ["200", "html", "no-key", "refused"]

# What names no word list has: other scripts, digits first, nothing but symbols, case alone.
ODD = [
    *("日本", "ключ", "é", "😀", "-", "_", "__", "$", "1", "42nd", "2fa-code", "a.b", "a b", "a-b"),
    *("A_B", "aB", "AB", "Ab", "ab", "AB2", "ab_2", "value", "Value", "value2", "VALUE", "Class"),
    *("CLASS", "class_", "classValue", "$filter", "filter[name]", "X-Request-Id", "日本 class"),
    *("session id", "sessionId", "SessionID", "SESSION_ID", "session.id", "ſ", "K", "İ", "ß"),
    *("'", '"', "`", "$(touch CANARY)", "a\nb", "a\\", "%s", "*/", "?>", "#", "//", "<!--"),
]

# Names of modules, packages, classes, files and keywords that a sample could be mistaken for.
OPERATIONS = [
    *("string", "system", "uri", "requests", "list", "class", "http-delete", "object", "exception"),
    *("json", "token", "select", "http-client", "erb", "if", "utf-8"),
]
# Names of classes alone: they are compiled all at once.
CLASSES = [
    *("http", "console", "net", "sample", "main", "integer", "thread", "record", "task", "program"),
    *("url-encoder", "uri-builder", "timeout", "io-exception", "null-entity", "duration", "java"),
    *("org", "do", "a", "a--b", "a-b-c-", "charset", "http-get", "http-response", "connection"),
    *("url", "uri", "process", "runtime", "override", "deprecated", "character", "enum", "module"),
    *("http-clients", "client", "request", "response", "path", "body", "args", "standard-charsets"),
]
# Names of environment variables that could be taken for something of the sample's own.
ENVIRONMENT = [
    *("url", "uri", "request", "response", "error", "class", "args", "this", "client", "body"),
    *("status", "id", "key", "__proto__", "A", "a1", "_a", "os", "system", "process", "curl"),
]
# What compiles slowly is tried with names of assemblies and headers alone.
FEW = ["system", "mscorlib", "netstandard", "foundation"]
# curl_maprintf takes 128 values in one text.
CHUNK = 120

each_target = pytest.mark.parametrize("target", sample_targets(), ids=lambda target: target.id)

each_script = pytest.mark.parametrize(
    "target",
    [t for t in sample_targets() if not any(chain.build for chain in t.toolchains)],
    ids=lambda target: target.id,
)


def words() -> list[str]:
    """Give the words of words.txt."""
    lines = WORDS.read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def tokens(target: Target) -> list[str]:
    """Give all identifiers that stand in samples of a target."""
    api = reference_api()
    plan = make_plan([api], languages(), bind, [target.id])
    text = b" ".join(render(plan.jobs, languages(), LAYERS).values()).decode()
    return re.findall("[A-Za-z_][A-Za-z0-9_]*", text)


def hostile_names(target: Target) -> list[str]:
    """Give the names that parameters of a target's samples are tried with, each once."""
    names = languages()[target.language].names
    is_told = has_proven_encoders(target) and not EVERYTHING  # another target has these words
    every = [*(() if is_told else words()), *sorted(names.taken), *tokens(target)]
    made: dict[str, str] = {}
    for word in every:
        made.setdefault(in_case(word, names.case), word)
    return [*made.values(), *(name for name in ODD if name not in made.values())]


def spec_of(
    names: Sequence[str],
    folder: Path,
    operations: Sequence[str] = ("names",),
    keys: Sequence[str] = ("NAMES_KEY",),
) -> Api:
    """Write and read a spec whose operations have path parameters and keys of these names."""
    head = [
        "api: {id: names, title: Names, version: v1}",
        "endpoint: https://names.example.com",
        "headers:",
        *(f"  X-{index}: {{description: A key., env: {key}}}" for index, key in enumerate(keys)),
        "operations:",
    ]
    operation = [
        "    title: Names",
        "    summary: Take parameters of many names.",
        "    method: DELETE",
        f"    path: {yaml_text(''.join(f'/{{{name}}}' for name in names))}",
        "    responses: {200: Deleted.}",
        "    parameters:",
        *(
            f"      {yaml_text(name)}: {{description: A name., example: v{index}}}"
            for index, name in enumerate(names)
        ),
    ]
    lines = [*head]
    for number, id_ in enumerate(operations):
        own = f'path: "/{number}' if number else 'path: "'  # no two have the same path
        lines += [f"  {id_}:", *(line.replace('path: "', own) for line in operation)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spec.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    (api,) = load(folder / "spec.yaml")
    return api


def fault(target: Target, names: Sequence[str], folder: Path) -> str:
    """Build a sample with these parameters and see all of its ends; say what went wrong."""
    (proof,) = proofs(spec_of(names, folder), target, cases=ENDS)
    return "; ".join(fault for cell in proof.cells for fault in cell.faults)


def culprits(target: Target, names: Sequence[str], folder: Path) -> dict[str, str]:
    """Give names at fault, and the fault of each; not all of them if there are many."""
    why = fault(target, names, folder / f"{len(names)}-{names[0].encode().hex()}")
    if not why:
        return {}
    if len(names) == 1:
        return {names[0]: why}
    middle = len(names) // 2
    found = culprits(target, names[:middle], folder)
    if len(found) < 10:
        found |= culprits(target, names[middle:], folder)
    return found or {" ".join(names): why}


def samples(target: Target, operations: Sequence[str], folder: Path, endpoint: str) -> list[Path]:
    """Render samples of operations of these ids; give the files in their order."""
    api = spec_of(["id"], folder, operations)
    plan = make_plan([api], languages(), lambda api: bind(api, endpoint=endpoint), [target.id])
    files = []
    for path, data in render(plan.jobs, languages(), LAYERS).items():
        file = folder / path
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        files.append(file)
    return files


@each_target
def test_any_name_can_be_a_parameter(target: Target, tmp_path: Path) -> None:
    """No name of a parameter breaks a sample: it builds, and each of its ends is as it should."""
    toolchain_for(target)
    names = hostile_names(target)
    found: dict[str, str] = {}
    for start in range(0, len(names), CHUNK):
        some = names[start : start + CHUNK]
        if fault(target, some, tmp_path / str(start)):
            found |= culprits(target, some, tmp_path / f"in-{start}")
    assert not found, "\n".join(f"{name!r}: {why[:700]}" for name, why in found.items())


def keys_that_came(target: Target, keys: Sequence[str], folder: Path) -> dict[str, list[str]]:
    """Run a sample with keys in these environment variables; give what came of each key."""
    names = ["id", "key", "endpoint"]
    values: dict[str, str | None] = {key: f"secret of {key}" for key in keys}
    api = spec_of(names, folder, keys=keys)
    with built(api, target, folder / "samples", "names") as (scene, toolchain):
        result = run_sample(toolchain, scene.file, scene.work, values)
        facts = output_facts(api.operations[0], make_answer(api.operations[0].success))
        assert output_faults(target.expect, "success", result, facts) == []
        (received,) = scene.server.received
        assert received.segments == (b"v0", b"v1", b"v2")
        return {key: received.field(f"X-{index}") for index, key in enumerate(keys)}


@each_target
def test_any_environment_variable_can_hold_a_key(target: Target, tmp_path: Path) -> None:
    """The key that is sent is what the environment has, not a variable of the sample's own."""
    toolchain_for(target)
    came = keys_that_came(target, ENVIRONMENT, tmp_path)
    assert came == {key: [f"secret of {key}"] for key in ENVIRONMENT}


@pytest.mark.parametrize("key", ["endpoint", "ENDPOINT", "Endpoint"])
@each_script
def test_no_key_is_a_variable_of_a_shell(target: Target, key: str, tmp_path: Path) -> None:
    """Where a sample's variables are the environment's, too, a name of both is refused."""
    toolchain_for(target)
    try:
        assert keys_that_came(target, [key], tmp_path) == {key: [f"secret of {key}"]}
    except ProblemsError as error:
        (problem,) = error.problems
        assert problem.mark is not None
        assert problem.mark.line == 4


def test_no_parameter_is_a_variable_that_curl_reads() -> None:
    """In cmd, where case does not count, no variable of a sample changes what curl or cmd does."""
    names = languages()["curl"].names
    read = {
        *("http_proxy", "https_proxy", "all_proxy", "no_proxy", "curl_ca_bundle", "curl_home"),
        *("curl_ssl_backend", "ssl_cert_dir", "ssl_cert_file", "sslkeylogfile", "qlogdir", "home"),
        *("appdata", "userprofile", "xdg_config_home", "systemroot", "windir", "path", "pathext"),
        *("comspec", "temp", "tmp", "cd", "date", "time", "random"),
        *("errorlevel", "cmdextversion", "cmdcmdline", "highestnumanodenumber"),
    }
    made = identifiers(tuple(sorted(read)), names.case, names.taken, names.clash, names.ignore_case)
    free = sorted(read.intersection(map(str.casefold, made)))
    assert not free, f"curl/language.yaml, names.reserved, lacks {', '.join(free)}"


@each_target
def test_any_operation_can_have_any_id(target: Target, tmp_path: Path) -> None:
    """No name of a file or class hides what the sample needs: without a key, it asks for one."""
    chain = toolchain_for(target)
    ids = FEW if chain.build else OPERATIONS
    faults = {}
    for file in samples(target, ids, tmp_path, "http://127.0.0.1:9"):
        work = file.parent / "work"
        said = prepare_sample(chain, file, work)
        if said.exit or said.stderr:
            faults[file.name] = [said.stdout, said.stderr]
            continue
        result = run_sample(chain, file, work, {"NAMES_KEY": None})
        if wrong := output_faults(target.expect, "noKey", result, NO_KEY):
            faults[file.name] = wrong
    assert not faults, "\n".join(f"{name}: {' '.join(why)}" for name, why in faults.items())


@pytest.mark.parametrize(
    "target",
    [target for target in sample_targets() if target.language == "java"],
    ids=lambda target: target.id,
)
def test_any_operation_can_be_a_class(target: Target, tmp_path: Path) -> None:
    """Java's classes hide no type that any sample uses, not even from their neighbours."""
    chain = toolchain_for(target)
    ids = list(dict.fromkeys([*OPERATIONS, *CLASSES]))
    files = samples(target, ids, tmp_path, "http://127.0.0.1:9")
    build = [*fill_command(chain.build, files[0], tmp_path / "work"), *map(str, files[1:])]
    said = execute(build)
    assert (said.exit, said.stdout, said.stderr) == (0, "", "")


IMPORTS = """
import sys

class Spy:
    def find_spec(self, name, path=None, target=None):
        if "." not in name:
            print(name)

sys.meta_path.insert(0, Spy())
exec(open(sys.argv[1]).read())
"""


def test_no_file_hides_a_module(tmp_path: Path) -> None:
    """Python finds all modules that it looks for, whatever the samples beside one are called."""
    target = next(target for target in sample_targets() if target.id == "python")
    chain = toolchain_for(target)
    with MockServer([spec_of(["id"], tmp_path / "server")]) as server:
        server.respond = lambda request: Answer(200)  # type: ignore[method-assign]
        (alone,) = samples(target, ["alone"], tmp_path / "alone", server.endpoint)
        spied = execute(["python3", "-c", IMPORTS, str(alone)], dict(KEY))
        assert spied.exit == 0, spied.stderr
        looked_for = set(spied.stdout.split())
        modules = {*looked_for, *sys.stdlib_module_names}
        ids = sorted(name for name in modules if re.fullmatch("[a-z][a-z0-9_]{0,63}", name))
        folder = tmp_path / "together"
        folder.mkdir()
        for file in samples(target, [*ids, "together"], tmp_path / "files", server.endpoint):
            file.rename(folder / file.name)
        hidden = looked_for.intersection(file.stem for file in folder.iterdir())
        assert not hidden, f"python/language.yaml, names.files, lacks {', '.join(sorted(hidden))}"
        server.received.clear()
        result = run_sample(chain, folder / "together.py", folder, dict(KEY))
        assert output_faults(target.expect, "success", result, FACTS) == []
        assert len(server.received) == 1
