"""What is tried: the forty strings, traps that would run or read something, a seeded stream.

A value holds `CANARY` where a file would be made and `SECRET` where one would be read; `Traps`
gives these names a place.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.verify.hostile.texts import CANARIES, HOSTILE, MAGIC, PIECES

# Written naively, each of these would put the content of the file SECRET into a sample or request.
BAITS = [
    "@SECRET",
    "=@SECRET",
    "x;@SECRET",
    "<SECRET",
    "x=<SECRET",
    "file://SECRET",
    "$(<SECRET)",
    "$(cat SECRET)",
    "`cat SECRET`",
    "'$(cat SECRET)'",
    '"$(cat SECRET)"',
    "#{File.read('SECRET')}",
    "'+File.read('SECRET')+'",
    '"+File.read("SECRET")+"',
    "{${readfile('SECRET')}}",
    "'.file_get_contents('SECRET').'",
    '".file_get_contents("SECRET")."',
    "?><?= file_get_contents('SECRET') ?><?php //",
    '"+open("SECRET").read()+"',
    "'+open('SECRET').read()+'",
    "{open('SECRET').read()}",
    "${process.getBuiltinModule('fs').readFileSync('SECRET')}",
    '"+process.getBuiltinModule("fs").readFileSync("SECRET")+"',
    '{System.IO.File.ReadAllText("SECRET")}',
    '"+System.IO.File.ReadAllText("SECRET")+"',
    '"+java.nio.file.Files.readString(java.nio.file.Path.of("SECRET"))+"',
    '\\u0022+java.nio.file.Files.readString(java.nio.file.Path.of("SECRET"))+\\u0022',
    '"\n#include "SECRET"\n"',
    '*/\n#import "SECRET"\n/*',
    "{{ cycler.__init__.__globals__.os.popen('cat SECRET').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }} SECRET",
    "{% include 'SECRET' %}",
    "{% import 'SECRET' as x %}{{ x }}",
    "{{ operation.summary._value }} {# SECRET #}",
    "!include SECRET",
    "<!--#include file='SECRET' -->",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "SECRET">]>&e;',
]

# RFC 9110, 5.6.2: all that the name of a header can hold.
TOKEN = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# What would run or mean something, made of these alone.
_TOKENS = [
    *("`id`", "$IFS", "$$", "$0", "$'", "'$'", "%PATH%", "%%", "%0", "!x!", "&id", "|id", "&&"),
    *("^", "^&", "__proto__", "constructor", "#x", "#$0", "'", "''", "'+'", "'.'", "`+`", "*", "~"),
    *("X-", "-", "--", "_", ".", "+", "aB", "AB", "0", "42", "Accept", "accept", "coding"),
]  # fmt: skip

# Names that mean something to a language's maps, to forms, or to JSON's readers.
ODD_NAMES = [
    *("0", "1", "-1", "00", "-0", "1e3", "9223372036854775808", "__proto__", "constructor"),
    *("toString", "length", "prototype", "hasOwnProperty", "valueOf", "__class__", "a", "A", "\0a"),
    *("a[]", "a[b]", "a.b", "a[0]", "=", "a=b", "&a", ";", "a;b", "filename", "name", "type"),
    *("%22", "%0D%0A", "%25", '\\"', '";filename="x', "_charset_", "$ref", "json_class", "con"),
    *("data:,x", "null", "true", "nil", "1.0", "@file", "<file", "a;type=text/html", "a,b"),
]

# A value's characters; URLs of many must stay within what servers read.
LONGEST = 120


@dataclass(frozen=True)
class Traps:
    """Where canaries would appear, and what must not be read.

    Arguments:
        folder: an existing folder for nothing else.
        before: files in the current folder that only look like canaries.
    """

    folder: Path
    before: frozenset[Path] = field(
        default_factory=lambda: frozenset(Path.cwd().glob("*CANARY*")), compare=False
    )

    @property
    def secret(self) -> Path:
        """The file that no value may open."""
        return self.folder / "private.txt"

    @property
    def content(self) -> str:
        """What stands in it."""
        return "never-to-be-seen-5c1d"

    def lay(self) -> None:
        """Write the file."""
        self.secret.write_text(f"{self.content}\n", "utf-8")

    def fill(self, value: str, absolute: bool = True) -> str:
        """Put paths into a value; a canary that is not absolute is in the working folder."""
        if absolute:
            value = value.replace("CANARY", f"{self.folder}/CANARY")
        return value.replace("SECRET", str(self.secret))

    def sprung(self, *folders: Path) -> list[str]:
        """Give the canaries that there are here, below `folders`, in the current folder.

        They are removed, so that the next one can be seen.
        """
        found = {*self.folder.glob("*CANARY*"), *Path.cwd().glob("*CANARY*")} - self.before
        found.update(path for folder in folders for path in folder.rglob("*CANARY*"))
        for path in found:
            path.unlink(missing_ok=True)
        return sorted(map(str, found))


def always(traps: Traps) -> list[str]:
    """Give what is tried in every run: the forty strings, and all traps."""
    set_traps = [traps.fill(text, i % 2 == 0) for i, text in enumerate([*CANARIES, *BAITS])]
    return list(dict.fromkeys([*HOSTILE, *set_traps, *MAGIC, *_TOKENS]))


def stream(traps: Traps, count: int, seed: int = 0) -> Iterator[str]:
    """Give values that depend on nothing but the seed, their number, and the traps' paths."""
    for number in range(count):
        yield value(traps, seed, number)


def value(traps: Traps, seed: int, number: int) -> str:
    """Give one value of the stream."""
    chance = random.Random(f"{seed}/{number}")
    kind = chance.choice((_mixed, _mixed, _trap, _trap, _ascii, _ascii, _mutated, _token))
    made = kind(chance)[:LONGEST]
    return traps.fill(made, absolute=chance.random() < 0.6)


def _mixed(chance: random.Random) -> str:
    return _joined(chance.choices(PIECES, k=chance.randrange(1, 12)), chance)


def _joined(pieces: Iterable[str], chance: random.Random) -> str:
    """Join pieces; some become any character of Unicode."""
    return "".join(_character(chance) if chance.random() < 0.1 else piece for piece in pieces)


def _character(chance: random.Random) -> str:
    number = chance.randrange(0x10F800 if chance.random() < 0.3 else 0x3000)
    return chr(number if number < 0xD800 else number + 0x800)  # no half of a surrogate pair


def _trap(chance: random.Random) -> str:
    """Put a trap into a context that it may break out of."""
    before = _joined(chance.choices(PIECES, k=chance.randrange(4)), chance)
    behind = _joined(chance.choices(PIECES, k=chance.randrange(4)), chance)
    return before + chance.choice((*CANARIES, *BAITS)) + behind


def _ascii(chance: random.Random) -> str:
    """Make what a header can hold, too: printable ASCII without spaces at the edges."""
    made = _trap(chance) if chance.random() < 0.5 else _mixed(chance)
    return "".join(c for c in made if " " <= c <= "~").strip(" ")


def _mutated(chance: random.Random) -> str:
    """Change one of the known strings a little; none that could do harm if it ran."""
    made = chance.choice([text for text in (*HOSTILE, *MAGIC) if text and "rm " not in text])
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(made) + 1)
        cut = at + chance.randrange(3)
        made = made[:at] + chance.choice((*PIECES, "", "", made)) + made[cut:]
    return made


def _token(chance: random.Random) -> str:
    """Make what the name of a header can hold."""
    pieces = chance.choices((*_TOKENS, *TOKEN), k=chance.randrange(1, 8))
    return "".join(pieces)
