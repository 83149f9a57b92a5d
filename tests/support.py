"""What several test folders share: the repository's spec, specs made of hostile values, builds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from generator.language import Language, Layers, Target, Toolchain, load_languages
from generator.model import Api
from generator.plan import Job, make_plan
from generator.render import render
from generator.request import Binding, bind
from generator.spec import load
from generator.verify.server import Server
from generator.verify.toolchain import choose, prepare

ROOT = Path(__file__).resolve().parent.parent
HOSTILE: list[str] = json.loads((ROOT / "tests/hostile_strings.json").read_text("utf-8"))
LAYERS = Layers()


@cache
def languages() -> dict[str, Language]:
    """The built-in language folders."""
    return load_languages(LAYERS)


def sample_targets() -> list[Target]:
    """Every target that makes samples."""
    return [t for language in languages().values() for t in language.targets if not t.is_page]


@cache
def reference_api() -> Api:
    """The API of the repository's own spec."""
    return load(ROOT / "spec")[0]


def yaml_text(text: str) -> str:
    """Write any text as a YAML double-quoted scalar in ASCII."""
    body = "".join(
        c if (c.isalnum() and c.isascii()) or c in " -_/." else f"\\U{ord(c):08X}" for c in text
    )
    return f'"{body}"'


def toolchain_for(target: Target) -> Toolchain:
    """Give the toolchain of a target, or skip the test with the reason why there is none."""
    chosen = choose(target)
    if isinstance(chosen, str):
        pytest.skip(f"{target.id}: {chosen}")
    return chosen


@dataclass(frozen=True)
class Built:
    """A sample that was rendered for a local server and compiled."""

    job: Job
    target: Target
    file: Path
    work: Path
    toolchain: Toolchain
    server: Server


@contextmanager
def built(
    api: Api,
    target: Target,
    folder: Path,
    operation: str,
    timeout: int = 20,
    values: Mapping[str, str] | None = None,
) -> Iterator[Built]:
    """Render one sample for a server of its own, build it, and give both."""
    from generator.text import Text

    toolchain = toolchain_for(target)
    with Server([api]) as server:

        def binding(api: Api) -> Binding:
            made = bind(api, endpoint=server.endpoint)
            chosen = {name: Text(value) for name, value in (values or {}).items()}
            return replace(made, timeout=timeout, values=chosen)

        plan = make_plan([api], languages(), binding, [target.id], [operation])
        (job,) = plan.jobs
        file = folder / job.path
        file.parent.mkdir(parents=True)
        file.write_bytes(render(plan.jobs, languages(), LAYERS)[job.path])
        said = prepare(toolchain, file, folder / "work")
        assert (said.exit, said.stderr) == (0, ""), f"{said.stdout}{said.stderr}"
        yield Built(job, target, file, folder / "work", toolchain, server)
