"""What can't be an id, a path or an endpoint is refused where it stands; all else is taken."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.errors import GenError, ProblemsError
from generator.model.api import Api
from generator.model.text import Text, reveal
from generator.rendering.overrides import parameter_values
from generator.rendering.request import bind
from generator.spec.loader import load_files
from generator.verify.hostile.reader import Memory
from generator.verify.hostile.slots import Slot, is_endpoint, refusal
from generator.verify.hostile.texts import CANARIES
from generator.verify.hostile.values import Traps, stream
from tests.support import HOSTILE, yaml_text

LOWER, DIGITS = string.ascii_lowercase, string.digits
WORD = string.ascii_letters + DIGITS
DEVICES = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in DIGITS)}

# What must never become the name of a file or folder, and the like.
NAMES = [
    *("..", ".", "", "CON", "con", "nul.txt", "com1", "lpt0.a.b", "../../x", "a/b", "a\\b", "a:b"),
    *("/etc/passwd", "C:\\x", "a/../b", "a.", "a ", " a", "-a", "_a", ".a", "~", "a\0b", "a\nb"),
    *(
        "a\n",
        "\na",
        "é",
        "а",
        "a" * 64,
        "a" * 65,
        "A",
        "1",
        "a1",
        "a-b_c",
        "a.b",
        "%2e%2e",
        "a%2fb",
    ),
    *(
        "${HOME}",
        "{version}",
        "__proto__",
        "null",
        "~",
        "true",
        "a\u2028",
        "\u202ea",
        "＂",
        "a\ufeff",
    ),
    *(
        "Content-Range",
        "Proxy-Authorization",
        "Sec-Fetch-Mode",
        "Expires",
        "Allow",
        "x-",
        "X-Allow",
    ),
    *("image/x", "image/x;a=b", "image//x", "a/b/c", "/a", "a/", "a/!", "a/b!#$&^_.+-", "a/b c"),
    *("a/b\n", "a/é", "a/b%20", "a/b'", 'a/b"', "a/$(id)", "a/b\0", f"a/{'b' * 128}", "X-É"),
    *("v1", "V1.0", "host", "Host", "Content-Type", "TE", "x-key", "X-Y", "!#$%&'*+-.^_`|~"),
    *("https://a", "https://a:1", "https://a:123456", "https://a/", "https://a@b", "https://[::1]"),
    *("http://a.b-c_d~e", "ftp://a", "//a", "https:a", "https://", "https://a?b", "https://a b"),
    *("HTTPS://a", "https://a\n", "https://é", "https://a:", "https://a:b", "https://..", "a.yaml"),
    *(
        "/a",
        "/a/",
        "//",
        "/a//b",
        "/.",
        "/..",
        "/a/../b",
        "/%2e",
        "/%2E%2e/x",
        "/a%",
        "/a%2",
        "/a?b",
    ),
    *(
        "/a b",
        "/a#b",
        "/é",
        "/$(id)",
        "/'",
        '/"',
        "/`id`",
        "/{",
        "/}",
        "/{}",
        "/a;b=c,d",
        "/...",
        "/",
    ),
]
VALUES = list(dict.fromkeys([*NAMES, *HOSTILE, *CANARIES, *stream(Traps(Path("/t")), 300)]))


def is_word(text: str, most: int = 64) -> bool:
    fits = 1 <= len(text) <= most and set(text) <= set(LOWER + DIGITS + "_-")
    return fits and text[0] in LOWER


def is_folder(text: str, most: int = 64) -> bool:
    return is_word(text, most) and text not in DEVICES


def is_version(text: str) -> bool:
    fits = 1 <= len(text) <= 64 and set(text) <= set(WORD + "._-")
    device = text.split(".")[0].casefold() in DEVICES
    return fits and text[0] in WORD and text[-1] != "." and not device


def is_variable(text: str) -> bool:
    return 1 <= len(text) <= 128 and set(text) <= set(WORD + "_") and text[0] not in DIGITS


def is_header(text: str) -> bool:
    return refusal(Slot.HEADER_NAME, text) is None


def is_path(text: str) -> bool:
    """RFC 3986, 3.3 and 3.5, without dot segments; what is in braces would be a parameter."""
    text, _, fragment = text.partition("#")
    if set(re.sub("%[0-9A-Fa-f]{2}", "", fragment)) - set(WORD + "/?-._~!$&'()*+,;=:@"):
        return False
    if not text.startswith("/"):
        return False
    if any(re.sub("%2[eE]", ".", part) in (".", "..") for part in text.split("/")):
        return False
    return not set(re.sub("%[0-9A-Fa-f]{2}", "", text)) - set(WORD + "/-._~!$&'()*+,;=:@")


def is_path_and_fragment(text: str) -> bool:
    """RFC 3986, 3.3 and 3.5; a fragment tells operations apart."""
    path, mark, fragment = text.partition("#")
    return is_path(path) and (
        not mark or (fragment != "" and is_path(f"/-{fragment}".replace("?", "-")))
    )


def is_media(text: str) -> bool:
    """RFC 6838, 4.2."""
    halves = text.split("/")
    letters = WORD + "!#$&^_.+-"
    return len(halves) == 2 and all(
        1 <= len(half) <= 127 and set(half) <= set(letters) and half[0] in WORD for half in halves
    )


# What stands where a spec says where to look, which file to make, or whom to call: a harmless
# text, and which ones are fine.
THINGS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "api": ("hostile", is_folder),
    "version": ("v1", is_version),
    "endpoint": ("https://a.example.com", is_endpoint),
    "base": ("/base", lambda text: "#" not in text and is_path(text.replace("{version}", "v1"))),
    "default": ("north", lambda text: text == "north"),
    "region": ("south", is_word),
    "regional": ("https://south.example.com", is_endpoint),
    "header": ("X-Key", is_header),
    "env": ("A_KEY", is_variable),
    "body": ("plain", is_word),
    "error": ("gone", is_word),
    "reference": ("there", lambda text: text == "there"),
    "target": ("curl", is_word),
    "operation": ("get-it", lambda text: is_folder(text, 200)),
    "method": (
        "GET",
        lambda text: text in ("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"),
    ),
    "path": ("/it", is_path_and_fragment),
    "parameter": ("X-Sent", lambda text: is_header(text) and text.casefold() != "x-key"),
    "in": ("header", lambda text: text in ("header", "query")),
    "schema": ("shared", is_word),
    "media": ("image/x-made", lambda text: is_media(text)),
    # The media type of a body is told by the body.
    "answered": (
        "X-Answered",
        lambda text: refusal(Slot.RESULT_NAME, text) is None and text.lower() != "content-type",
    ),
    "status": ("204", lambda text: bool(re.fullmatch("2[0-9][0-9]", text))),
}
SPEC = """
api: {id: <api>, title: T, version: <version>}
endpoint: <endpoint>
basePath: <base>
defaultRegion: <default>
regions:
  north: {name: N, endpoint: https://north.example.com}
  ? <region>
  : {name: N, endpoint: <regional>}
headers:
  ? <header>
  : {description: D, env: <env>}
errorBodies:
  ? <body>
  : $message
errors:
  there: {status: 400, message: M, description: D}
  ? <error>
  : {status: 400, message: M, description: D}
publish: {targets: [<target>]}
operations:
  ? <operation>
  : title: T
    summary: S
    method: <method>
    path: <path>
    errors: [<reference>, <same error>]
    parameters:
      ? <parameter>
      : {in: <in>, required: true, description: D, example: e}
      P: {in: query, description: D, schema: <same schema>}
    responses:
      ? <status>
      : R
      299:
        description: R
        headers:
          ? <answered>
          : {description: D, example: e}
        body:
          type: file
          mediaType: <media>
          example: f
schemas:
  ? <schema>
  : {minLength: 1}
"""


def written(thing: str = "", text: str = "") -> str:
    """Write a spec in which one thing is the given text, already as YAML."""

    def stand(match: re.Match[str]) -> str:
        name = match[1].removeprefix("same ")
        return text if name == thing else yaml_text(THINGS[name][0])

    return re.sub("<([a-z ]+)>", stand, SPEC)


def read(text: str) -> Api:
    (api,) = load_files(Memory({"spec.yaml": text.encode()}), ["spec.yaml"])
    return api


def wrong(thing: str, texts: list[str]) -> Iterator[str]:
    """Try texts; give what was refused or taken against the rule, or told without its place."""
    is_fine = THINGS[thing][1]
    usual = THINGS[thing][0]
    for text in texts:
        made = written(thing, yaml_text(text))
        lines = made.split("\n")
        try:
            read(made)
            if not is_fine(text):
                yield f"{text!a} is taken"
        except ProblemsError as error:
            places = [lines[p.mark.line - 1] for p in error.problems if p.mark]
            if is_fine(text):
                yield f"{text!a}: {error}"
            elif not any(yaml_text(text) in line for line in places):
                yield f"{text!a} is refused elsewhere: {error}"
    assert is_fine(usual)


@pytest.mark.parametrize("thing", THINGS)
def test_names_and_places_have_their_pattern(thing: str) -> None:
    assert not list(wrong(thing, VALUES))


@pytest.mark.parametrize("text", ["..", ".", "", "CON", "../../x", "nul.txt", "a/b", "\0", "a\n"])
@pytest.mark.parametrize("thing", ["api", "operation", "version", "region", "error", "target"])
def test_nothing_that_leads_out_of_a_folder_is_an_id(thing: str, text: str) -> None:
    with pytest.raises(ProblemsError):
        read(written(thing, yaml_text(text)))


@pytest.mark.parametrize("half", ["\\ud83d", "\\ude00", "a\\udfffb", "\\U0000D800"])
@pytest.mark.parametrize("thing", THINGS)
def test_half_of_a_pair_is_refused(thing: str, half: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read(written(thing, f'"{half}"'))
    assert all(problem.mark is not None for problem in caught.value.problems)


def test_half_of_a_pair_is_no_utf_8() -> None:
    data = written().encode().replace(b"title: T", b"title: \xed\xa0\xbd", 1)
    with pytest.raises(ProblemsError, match="not UTF-8"):
        load_files(Memory({"spec.yaml": data}), ["spec.yaml"])


def test_yaml_holds_no_raw_control_characters() -> None:
    """YAML 1.2, 5.1; all of them can be written as an escape."""
    for number in [*range(0x20), 0x7F, *range(0x80, 0xA0), 0xFFFE, 0xFFFF]:
        character = chr(number)
        made = written().replace("title: T", f'title: "a{character}b"')
        if character in "\t\n\r\x85":
            read(made)
        else:
            with pytest.raises(ProblemsError):
                read(made)
        escaped = written().replace("title: T", f"title: {yaml_text(f'a{character}b')}")
        assert reveal(read(escaped).title) == f"a{character}b"


def test_the_command_line_takes_the_same_endpoints() -> None:
    api = read(written())
    for text in VALUES:
        if is_endpoint(text.removesuffix("/")):
            assert bind(api, endpoint=text).endpoint == text.removesuffix("/")
        else:
            with pytest.raises(GenError):
                bind(api, endpoint=text)


@pytest.mark.parametrize(
    ("where", "slot"),
    [("path", Slot.PATH_VALUE), ("query", Slot.QUERY_VALUE), ("header", Slot.HEADER_VALUE)],
)
def test_the_command_line_takes_the_same_values(where: str, slot: Slot) -> None:
    path = '"/{X-Sent}"' if where == "path" else '"/it"'
    made = written().replace(yaml_text("/it"), path)
    api = read(made.replace(yaml_text("header"), where))
    for text in VALUES:
        setting = f"X-Sent={text}"
        if refusal(slot, text) is None:
            assert parameter_values([api], (), [setting]) == {"X-Sent": Text(text)}
        else:
            with pytest.raises(GenError):
                parameter_values([api], (), [setting])
    with pytest.raises(GenError):
        parameter_values([api], (), ["X-Sent=\udc80"])
