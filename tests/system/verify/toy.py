"""A small API and a made-up language, whose one sample can be made to behave badly on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from generator.languages.language import Language, Layers
from generator.languages.loader import load_languages
from generator.languages.target import Target
from generator.model.api import Api
from generator.rendering.jobs import Job
from generator.spec.loader import load
from generator.verify.results import CaseResult, SampleResult
from generator.verify.runner import Settings, verify
from generator.verify.stage import LocalRunner
from tests.support import published

SPEC = """\
api: {id: toy, title: Toy, version: v1}
endpoint: https://toy.example.com
headers: {X-Key: {description: A key., env: TOY_KEY}}
errorBodies: {plain: {message: $message}}
errors:
  gone: {status: 410, body: plain, description: It is gone., message: It is gone.}
operations:
  get:
    title: Get
    summary: Get it.
    method: GET
    path: /items/a
    errors: [gone]
    responses: {200: Done.}
"""

# Every case passes with it. What tests replace stands on lines of its own.
SAMPLE = """\
import os
import sys
import time
from http.client import HTTPConnection

key = os.environ.get("TOY_KEY")
if not key:
    sys.exit("Set TOY_KEY.")
host = {{ request.endpoint|string }}.partition("//")[2]


def ask(path="/items/a"):
    connection = HTTPConnection(host, timeout={{ request.timeout|word }})
    connection.request({{ request.method|string }}, path, headers={"X-Key": key})
    response = connection.getresponse()
    return response, response.read().decode()


try:
    response, body = ask()
except OSError as error:
    sys.exit(f"No answer: {error}")
if response.status >= 300:
    sys.exit(f"HTTP {response.status}: {body}")
print({{ success.description|string }})
"""

LANGUAGE = r"""
title: Toy
encoders:
  string:
    - open: '"'
      close: '"'
      ascii: true
      escapes: {'\': '\\', '"': '\"'}
      numeric: [{form: '\U{:08x}'}]
targets:
  toy:
    title: Toy
    template: sample.jinja
    file: "{snake}.py"
    expect: {noAnswer: {stderr: ["No answer: "], lines: 1}}
    toolchains:
      - name: toy
        needs: ["{interpreter}"]
        run: ["{interpreter}", -IS, "{file}"]
"""


@dataclass
class Toy:
    """The folder with the API's spec and the language's templates, and what they are made of."""

    folder: Path
    spec: str = SPEC
    sample: str = SAMPLE
    language: str = LANGUAGE
    settings: Settings = field(default_factory=lambda: Settings(jobs=2, trusted=True))

    def but(self, old: str, new: str) -> Toy:
        """Write something else in the one place of spec, sample and language that has `old`."""
        texts = [self.spec, self.sample, self.language]
        assert sum(text.count(old) for text in texts) == 1, old
        self.spec, self.sample, self.language = (text.replace(old, new) for text in texts)
        return self

    def toolchain(self, *lines: str) -> Toy:
        """Add keys to the toolchain."""
        self.language += "".join(f"        {line}\n" for line in lines)
        return self

    @property
    def templates(self) -> Path:
        """What `--templates` takes."""
        return self.folder / "templates"

    @property
    def spec_file(self) -> Path:
        """What `--spec` takes."""
        return self.folder / "toy.yaml"

    def write(self) -> Toy:
        """Write all files."""
        (self.templates / "toy").mkdir(parents=True, exist_ok=True)
        self.spec_file.write_text(self.spec, "utf-8")
        (self.templates / "toy/language.yaml").write_text(self.language, "utf-8")
        (self.templates / "toy/sample.jinja").write_text(self.sample, "utf-8")
        return self

    def load(self) -> tuple[Api, dict[str, Language], Layers]:
        """Write and read all files."""
        self.write()
        layers = Layers([self.templates])
        return load(self.spec_file)[0], load_languages(layers), layers

    def target(self) -> Target:
        """Give the target as the language says."""
        return self.load()[1]["toy"].targets[0]

    def stage(self) -> tuple[list[Job], dict[str, bytes], LocalRunner]:
        """Give all that `verify` and `count` take but the settings."""
        api, languages, layers = self.load()
        jobs, files = published(api, languages["toy"].targets[0], layers=layers)
        return jobs, files, LocalRunner(languages, layers)

    def prove(self, *cases: str) -> SampleResult:
        """Verify the one sample, in these cases alone if any are given."""
        from dataclasses import replace

        settings = replace(self.settings, cases=frozenset(cases) or None)
        (proof,) = verify(*self.stage(), settings)
        return proof

    def cell(self, case: str) -> CaseResult:
        """Run the sample in one case."""
        return cell(self.prove(case), case)

    def faults(self, case: str) -> list[str]:
        """Give the differences that one case has."""
        return list(self.cell(case).faults)


def cell(proof: SampleResult, case: str) -> CaseResult:
    """Give the one cell of a case."""
    (found,) = (cell for cell in proof.cells if cell.case == case)
    return found
