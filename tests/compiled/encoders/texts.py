"""Texts that are hard to write as code."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# Written naively, each of these would create the file CANARY in some language.
CANARIES = [
    "$(touch CANARY)",
    "`touch CANARY`",
    "'; touch CANARY; '",
    '"; touch CANARY; "',
    "\ntouch CANARY\n",
    "\\\ntouch CANARY\n#",
    "${x:=$(touch CANARY)}",
    "$[`touch CANARY`]",
    '#{system("touch CANARY")}',
    "#{`touch CANARY`}",
    "'+`touch CANARY`+'",
    "'\nsystem('touch CANARY')\n'",
    "{${system('touch CANARY')}}",
    "${system('touch CANARY')}",
    "'.system('touch CANARY').'",
    '".system("touch CANARY")."',
    "?><?php touch('CANARY'); ?>",
    "?>\n<?php touch('CANARY'); ?>",
    "?><?= touch('CANARY') ?>",
    "*/ touch('CANARY'); /*",
    '"+open("CANARY","w").name+"',
    "'+open('CANARY','w').name+'",
    '\nopen("CANARY", "w")\n',
    '\ropen("CANARY", "w")\r',
    '"""+open("CANARY","w").name+"""',
    '{open("CANARY","w")}',
    '${process.getBuiltinModule("fs").writeFileSync("CANARY","")}',
    '"+process.getBuiltinModule("fs").writeFileSync("CANARY","")+"',
    "`+process.getBuiltinModule('fs').writeFileSync('CANARY','')+`",
    "\u2028process.getBuiltinModule('fs').writeFileSync('CANARY','')//",
    '{System.IO.File.Create("CANARY")}',
    '"+System.IO.File.Create("CANARY")+"',
    '\u0085System.IO.File.Create("CANARY");//',
    '"+new java.io.File("CANARY").createNewFile()+"',
    '\\u0022+new java.io.File("CANARY").createNewFile()+\\u0022',
    '\\u000anew java.io.File("CANARY").createNewFile();//',
    '\\\\u000anew java.io.File("CANARY").createNewFile();//',
    '");fopen("CANARY","w");//',
    '??/\n");fopen("CANARY","w");//',
    '\\\n");fopen("CANARY","w");//',
    '" & type nul > CANARY & rem "',
    "%COMSPEC:~0,-7%touch CANARY",
]

# What the first lines of a file mean to a language, or to an editor.
MAGIC = [
    "coding: nosuch",
    "coding=nosuch",
    "coding : nosuch",
    "CODING: nosuch",
    "Content-Encoding: gzip",
    "encoding = nosuch",
    "coding:coding: nosuch",
    "coding:\tnosuch",
    "coding\t: nosuch",
    "coding\u200b: nosuch",
    "-*- coding: nosuch -*-",
    "-*-*- coding : nosuch -*-*-",
    "-*- mode: x; encoding : nosuch; -*-",
    "vim: set fileencoding=nosuch :",
    "frozen_string_literal: true",
    "frozen-string-literal : true",
    "warn_indent: true",
    "shareable_constant_value: nosuch",
    "shareable-constant-value : nosuch",
    "!/bin/false",
    "\nbegin",
    "=begin",
    "__END__",
    "ends in a backslash \\",
    "ends in a trigraph ??/",
    "ends in a backslash and spaces \\ \t\u2003",
    "\\\\",
    "?",
    "%>",
    "[Attribute]",
    "<!--",
    "-->",
    "@ts-nocheck",
    "@ts-expect-error",
    "/ @ts-expect-error",
    "+build ignore",
    "go:build ignore",
]

# Pieces that mean something in a literal or a comment of some language.
_PIECES = [
    *"\"'`$#{}[]()%\\!?@/*<>-&|^~;:=+,. \t\n\r\b\f\v\0\x1a\x1b\x7f\x85\xa0\xad",
    *"abcdefnrtuvxNUXL018eé日\u0301\u200b\u200e\u202e\u2028\u2029\u2066\u2069\ufeff\ufffe\uffff",
    *"\ud7ff\ue000\ufffd\U0001f600\U0001f468\U000e0041\U0010ffff\u2018\u2019\u201b\u037e\u1fef",
    *("\\u", "\\u0022", "\\u000a", "\\x41", "\\101", "\\N{DASH}", "\\U0001F600", "\\u{41}"),
    *("??/", "??=", "??'", "???", "*/", "/*", "//", "-->", "<!--", "]]>", "</script>", "?>", "<?"),
    *("<?php", "${", "$(", "#{", "#$", "#@", "{$", "{{", "}}", "{%", "%%", "%s", "%n", "%@", "$'"),
    *("'''", '"""', "```", '@"', "\r\n", "\\\n", "__END__", "=begin", "\n=end", "EOF", "coding:"),
]


PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def texts() -> st.SearchStrategy[str]:
    """Give any text without surrogates, rich in what languages take for syntax."""
    characters = st.characters(exclude_categories=["Cs"])
    pieces = st.lists(
        st.one_of(st.sampled_from(_PIECES), characters, st.text(characters, max_size=4)),
        max_size=14,
    )
    return pieces.map("".join)


@cache
def generated() -> tuple[str, ...]:
    """Give many texts: what hypothesis finds, and random pieces; the same in every run."""
    found: list[str] = []

    @settings(
        max_examples=400,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts())
    def collect(value: str) -> None:
        found.append(value)

    collect()
    return (*found, *_seeded())


@cache
def _seeded(count: int = 400) -> tuple[str, ...]:
    chance = random.Random(20240229)
    return tuple("".join(chance.choices(_PIECES, k=chance.randrange(1, 12))) for _ in range(count))


@cache
def every_character() -> tuple[str, ...]:
    """Give texts that hold every character of the BMP, and some of each row of the others."""
    characters = [chr(c) for c in range(0x10000) if not 0xD800 <= c < 0xE000]
    for row in range(0x100, 0x1100):
        characters += [chr(row << 8), chr((row << 8) + 0x5A), chr((row << 8) + 0xFF)]
    return tuple("".join(characters[i : i + 96]) for i in range(0, len(characters), 96))


def printable_ascii(values: Iterable[str]) -> list[str]:
    """Give the values that URLs and headers could have: U+0020 to U+007E alone."""
    return [value for value in values if re.fullmatch("[ -~]*", value)]
