"""What several test folders share: the repository's spec, specs made of hostile values, builds."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from _pytest.mark.structures import ParameterSet

from generator.client.programs import plan_programs
from generator.languages.language import Language, Layers
from generator.languages.loader import load_languages
from generator.languages.target import Target, Toolchain
from generator.model.api import Api
from generator.model.structs import replace
from generator.model.text import reveal
from generator.plan import make_plan
from generator.rendering.jobs import Job
from generator.rendering.renderer import render
from generator.rendering.request import Request, bind
from generator.spec.loader import load
from generator.verify.case_selection import choose_network_samples
from generator.verify.hostile.texts import HOSTILE as HOSTILE
from generator.verify.hostile.texts import yaml_text as yaml_text
from generator.verify.results import SampleResult
from generator.verify.runner import Settings, verify
from generator.verify.stage import LocalRunner, SampleCopy
from generator.verify.toolchain import Unavailable, choose_toolchain

ROOT = Path(__file__).resolve().parent.parent
LAYERS = Layers()
# Whether tests run all that they can, as in `make everything`, or what finds the same in less time.
EVERYTHING = bool(os.environ.get("GEN_EVERYTHING"))


@cache
def languages() -> dict[str, Language]:
    """The built-in language folders."""
    return load_languages(LAYERS)


def sample_targets() -> list[Target]:
    """Every target that makes samples."""
    return [t for language in languages().values() for t in language.targets if t.is_sample]


@cache
def face_api() -> Api:
    """The API of the repository's own spec."""
    return load(ROOT / "spec")[0]


@cache
def reference_api() -> Api:
    """The same with the operation of the reference page alone, which has no body."""
    return replace(face_api(), operations=face_api().operations[:1])


def reference_spec() -> str:
    """Give the repository's spec with the operation of the reference page alone."""
    text = (ROOT / "spec/face-v1.1-preview.1.yaml").read_text("utf-8")
    parts = re.split(r"(?m)^(?=[a-z]+[A-Za-z]*:)", text)
    tables = {part.partition(":")[0]: part for part in parts}
    head, first, *_ = re.split(r"(?m)^(?=  [a-z][a-z0-9-]*:$)", tables["operations"])
    rows = re.split(r"(?m)^(?=  [a-z][a-z0-9-]*:$)", tables["errors"])
    used = re.findall(r"(?m)^      - ([a-z0-9-]+)$", first)
    errors = [row for row in rows[1:] if row.strip().partition(":")[0] in used]
    tables["operations"] = f"{head}{first.rstrip()}\n\n"
    tables["errors"] = rows[0] + "".join(errors).rstrip() + "\n\n"
    return "".join(part for name, part in tables.items() if name != "schemas")


@cache
def reference_checkout() -> Path:
    """Give a folder with the regions, the spec of one operation, and what is rendered of them."""
    folder = Path(tempfile.mkdtemp(prefix="gen-reference-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "spec").mkdir()
    shutil.copy(ROOT / "spec/regions.yaml", folder / "spec")
    (folder / "spec/face-v1.1-preview.1.yaml").write_text(reference_spec(), "utf-8")
    words = ["render", "--spec", str(folder / "spec"), "--out", str(folder / "out")]
    subprocess.run([Path(sys.executable).with_name("gen"), *words], check=True, capture_output=True)
    return folder


@cache
def published_targets() -> frozenset[str]:
    """The ids of the targets that the repository's own spec publishes."""
    return frozenset(reveal(name) for name in face_api().targets or ())


@cache
def samples_folder(target: Target) -> Path:
    """Give the folder with a target's samples of the repository's spec, as `out` has them.

    Samples that are not published are rendered into a folder that goes when the tests end.
    """
    if target.id in published_targets():
        return ROOT / "out"
    folder = Path(tempfile.mkdtemp(prefix="gen-samples-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for path, data in published(face_api(), target)[1].items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def runs_of(target: Target) -> int:
    """How many files are run for an operation: a sample; or programs and a call of a client."""
    return len(target.programs) + (target.sample is not None) or 1


def client_targets() -> list[Target]:
    """Every target that makes clients."""
    return [t for language in languages().values() for t in language.targets if t.is_client]


def sample_params(group: str, clients: bool = False) -> list[ParameterSet]:
    """Every target that makes samples, as parameters whose tests share a process by target."""
    return [
        pytest.param(target, id=target.id, marks=pytest.mark.xdist_group(f"{group}-{target.id}"))
        for target in (*sample_targets(), *(client_targets() if clients else ()))
    ]


def is_whole(target: Target) -> bool:
    """Say whether a target gets every test; of one that the shipped spec does not publish, tests
    run one of each kind."""
    return EVERYTHING or target.id in {reveal(id_) for id_ in face_api().targets or ()}


def has_proven_encoders(target: Target) -> bool:
    """Say whether another target that is whole has all encoders of a compiled one, as OkHttp has
    those of Java's own client."""
    first = next((t for t in languages()[target.language].targets if t.is_sample), target)
    return first is not target and all(chain.build for chain in target.toolchains)


def toolchain_for(target: Target) -> Toolchain:
    """Give the toolchain of a target, or skip the test with the reason why there is none."""
    chosen = choose_toolchain(target)
    if isinstance(chosen, Unavailable):
        only = "only " if chosen.is_other_platform else ""
        pytest.skip(f"{target.id}: {only}{chosen.reason}")
    return chosen.toolchain


def published(
    api: Api, target: Target, operations: Iterable[str] = (), layers: Layers = LAYERS
) -> tuple[list[Job], dict[str, bytes]]:
    """Render the samples of a target as they are published, or a client and its programs."""
    known = load_languages(layers) if layers is not LAYERS else languages()
    plan = make_plan([api], known, bind, [target.id], operations)
    jobs = [*plan.jobs, *plan_programs(plan.clients, plan.operations, known)]
    return jobs, render([*jobs, *plan.clients], known, layers)


def proofs(
    api: Api,
    target: Target,
    operations: Iterable[str] = (),
    cases: Iterable[str] = (),
    network: Callable[[Sequence[Job]], frozenset[str]] | None = choose_network_samples,
) -> list[SampleResult]:
    """Run the samples of a target, or skip the test if there is no toolchain for it.

    Arguments:
        api: the API.
        target: the target.
        operations: the ids of the operations; all if there are none.
        cases: the ids of the cases; all if there are none.
        network: chooses the paths of the samples that see what a network brings; None for all.
    """
    toolchain_for(target)
    jobs, files = published(api, target, operations)
    network_samples = None if network is None else network(jobs)
    settings = Settings(
        os.cpu_count() or 1, cases=frozenset(cases) or None, network_samples=network_samples
    )
    return verify(jobs, files, LocalRunner(languages(), LAYERS), settings)


@contextmanager
def built(
    api: Api, target: Target, folder: Path, operation: str
) -> Iterator[tuple[SampleCopy, Toolchain]]:
    """Render one sample for a server of its own, build it, and give both."""
    toolchain = toolchain_for(target)
    (job,), files = published(api, target, [operation])
    with ExitStack() as stack:
        scene = LocalRunner(languages(), LAYERS).open(job, files, folder, stack)
        assert scene.prepare(toolchain) == (toolchain, [])
        yield scene, toolchain


def query_of(request: Request) -> list[tuple[str, str]]:
    """Give the names and values in the query of a request, without credentials."""
    url = "".join("x" if piece.value else reveal(piece.text) for piece in request.public_url)
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)
