"""Texts that mean something to a language, and how YAML writes any text."""

from __future__ import annotations

import json
from pathlib import Path

# Texts that broke generators of code before: quotes, escapes, comments, line ends, odd characters.
HOSTILE: list[str] = json.loads(Path(__file__).with_name("strings.json").read_text("utf-8"))

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
PIECES = [
    *"\"'`$#{}[]()%\\!?@/*<>-&|^~;:=+,. \t\n\r\b\f\v\0\x1a\x1b\x7f\x85\xa0\xad",
    *"abcdefnrtuvxNUXL018eé日\u0301\u200b\u200e\u202e\u2028\u2029\u2066\u2069\ufeff\ufffe\uffff",
    *"\ud7ff\ue000\ufffd\U0001f600\U0001f468\U000e0041\U0010ffff\u2018\u2019\u201b\u037e\u1fef",
    *("\\u", "\\u0022", "\\u000a", "\\x41", "\\101", "\\N{DASH}", "\\U0001F600", "\\u{41}"),
    *("??/", "??=", "??'", "???", "*/", "/*", "//", "-->", "<!--", "]]>", "</script>", "?>", "<?"),
    *("<?php", "${", "$(", "#{", "#$", "#@", "{$", "{{", "}}", "{%", "%%", "%s", "%n", "%@", "$'"),
    *("'''", '"""', "```", '@"', "\r\n", "\\\n", "__END__", "=begin", "\n=end", "EOF", "coding:"),
]


def yaml_text(text: str) -> str:
    """Write any text as a YAML double-quoted scalar in ASCII."""
    body = "".join(
        c if (c.isalnum() and c.isascii()) or c in " -_/." else f"\\U{ord(c):08X}" for c in text
    )
    return f'"{body}"'
