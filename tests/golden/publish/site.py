"""Publishes specs for the tests, each once a process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli.main import main
from tests.support import ROOT, yaml_text

FACE = "face/v1.1-preview.1"
SHIPPED = ROOT / "spec"
# Values that would be markup, a script, an attribute or the end of what they stand in.
SCRIPTS = (
    "<script>window.broken=1</script>",
    "</script><script>window.broken=1</script>",
    '"><img src=x onerror=window.broken=1>',
    "' onfocus='window.broken=1' autofocus='",
    "<!--<script>",
    "]]></code></pre><svg/onload=window.broken=1>",
    "javascript:window.broken=1",
    "&lt;script&gt;&#60;b&#62;",
    "{{ 7*7 }}${7*7}<%= 7*7 %>",
    "</style><style>*{display:none}</style>",
    "</title></textarea></noscript><iframe srcdoc='<script>parent.broken=1</script>'>",
    "\u202e<b>\u2028\u0000"[:5],
)


def run(*words: str) -> Result:
    """Run gen in this process."""
    return CliRunner().invoke(main, list(words))


@cache
def published(form: str, spec: Path = SHIPPED, *options: str) -> Path:
    """Give the folder that a spec was published in; it is not to be changed."""
    folder = Path(tempfile.mkdtemp(prefix="gen-published-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = run("publish", "--format", form, "--spec", str(spec), "--out", str(folder), *options)
    assert made.exit_code == 0, made.output
    return folder


@cache
def rendered(*options: str) -> Path:
    """Give the folder that the samples of the shipped spec were rendered into, with options."""
    folder = Path(tempfile.mkdtemp(prefix="gen-rendered-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = run("render", "--spec", str(SHIPPED), "--out", str(folder), *options)
    assert made.exit_code == 0, made.output
    return folder


class Shown(HTMLParser):
    """Reads a page: the code of each sample by its id, and what else a test asks of its elements.

    Attributes:
        code: the code of each sample, as lists of (text, classes around it).
        elements: the names and attributes of all elements.
        text: all text outside of scripts and styles.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.code: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._stack: list[tuple[str, str]] = []
        self._target = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        if "data-target" in given:
            self._target = (given["id"] or "").removeprefix("sample-")
        if tag not in ("meta", "link", "br", "img", "input"):
            self._stack.append((tag, given.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._stack and self._stack.pop()[0] != tag:
            pass
        if tag == "section":
            self._target = ""

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._stack]
        if "script" in tags or "style" in tags:
            return
        self.text.append(data)
        if self._target and "pre" in tags:
            classes = frozenset(name for _, names in self._stack for name in names.split())
            self.code.setdefault(self._target, []).append((data, classes))

    def whole(self, target: str, endpoint: str | None = None) -> str:
        """Give a sample's whole file, as it is with an endpoint put where the page puts it."""
        return "".join(
            endpoint if endpoint and "h" in classes else text
            for text, classes in self.code[target]
            if "g" not in classes
        )

    def request(self, target: str) -> str:
        """Give what the page shows of a sample at first."""
        return "".join(text for text, names in self.code[target] if not names & {"x", "i"})


def hostile_spec(values: tuple[str, ...] = SCRIPTS) -> str:
    """Write a spec whose every text is one of some values, each at least once a slot."""
    texts = [yaml_text(value) for value in values]

    def text(number: int) -> str:
        return texts[number % len(texts)]

    fields = "\n".join(
        f"          {yaml_text(value)}: {{description: {text(i + 1)}, required: true, "
        f"example: {text(i + 2)}, enum: [{text(i + 2)}, {text(i)}], pattern: '.*'}}"
        for i, value in enumerate(values)
    )
    answered = fields.replace("          ", "            ")
    parameters = "\n".join(
        f"      {yaml_text(value)}: {{in: query, description: {text(i + 3)}, required: true, "
        f"example: {text(i + 4)}, default: {text(i)}}}"
        for i, value in enumerate(values)
    )
    errors = "\n".join(
        f"  row-{i}: {{status: {400 + i % 4}, code: {text(i)}, description: {text(i + 1)}, "
        f"message: {text(i + 2)}, retryAfter: {i}}}"
        for i in range(len(values))
    )
    used = ", ".join(f"row-{i}" for i in range(len(values)))
    return f"""
api: {{id: bad, title: {text(0)}, version: v1}}
endpoint: https://{{region}}.example.com
defaultRegion: one
regions:
  one: {text(1)}
  two: {{name: {text(2)}, endpoint: "https://longer-than-the-first.example.org"}}
headers:
  X-Key: {{env: BAD_KEY, description: {text(3)}}}
  X-Constant: {{value: plain, description: {text(4)}}}
errorBodies:
  coded: {{error: {{code: $code, message: $message}}}}
errors:
{errors}
operations:
  first-one:
    title: {text(5)}
    summary: {text(6)}
    note: {text(7)}
    method: POST
    path: /things/{{thing}}
    parameters:
      thing: {{description: {text(8)}, example: "https://one.example.com"}}
{parameters}
    body:
      description: {text(9)}
      fields:
{fields}
    responses:
      200:
        description: {text(10)}
        headers:
          X-Back: {{description: {text(11)}, example: plain}}
        body:
          description: {text(1)}
          fields:
{answered}
    errors: [{used}]
  second-one:
    title: {text(2)}
    summary: {text(0)}
    method: GET
    path: /things
    responses:
      200: {{description: {text(3)}, body: {{mediaType: text/plain, example: {text(0)}}}}}
"""
