"""Descriptions mean what they say in each format of pages, and nothing else."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.model.text import Text
from generator.rendering.markdown.filters import make_writer, sentence, sentences
from generator.rendering.markdown.parser import first_words, parse_markdown
from generator.rendering.markdown.writers import Writer
from tests.support import languages

FORMATS = ["html", "markdown", "markdown-docfx", "markdown-docusaurus", "markdown-mkdocs",
           "markdown-sphinx", "reference"]  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
    "[a](data:text/html,x)", "![a](http://evil.example/x.png)", "<b onclick='x'>b</b>", "{1+1}",
    "import x from 'y'", "export default 1", "```{include} /etc/passwd\n```", "--8<-- \"x\"",
    ":::{note}\nx\n:::", "{{ config }}", "[[link]]", "| a | b |", "a\n---\nb", "<!-- x -->",
    "[a]: http://x.example \"t\"\n\n[a]", "<https://x.example/{y}>", "[a](https://x.example/`{b}|c)",
    "*", "**", "`", "``` js {x}", "> q", "1. one\n   - two", "#! x", "$x$", "@user", "&lt;b&gt;",
    "<Tabs>", "{%raw%}", "<a href=\"javascript:alert(1)\">x</a>", "\\", "~~~", "\u202e", "a\u200bb",
    ":role:`x`", "include::x[]", ".. raw:: html", "| a |\n| - |\n| <i> |", "</dd></dl>", "]]>",
]  # fmt: skip


def writer(name: str) -> Writer:
    language = languages()[name]
    return make_writer(language.descriptions, language.encoders)


class _Tags(HTMLParser):
    """Collects the tags of HTML, and checks that they are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


ALLOWED = {
    "p", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "table", "thead", "tbody",
    "tr", "th", "td", "a", "br", "div",
}  # fmt: skip
ATTRIBUTES = {"href", "rel", "start", "scope", "tabindex", "translate", "dir", "class"}


def check_html(text: str) -> None:
    for tag, attributes in _Tags(text).found:
        assert tag in ALLOWED
        assert attributes.keys() <= ATTRIBUTES
        href = attributes.get("href")
        assert href is None or re.match(r"(?i)https?://|mailto:", href)


def check_markdown(text: str) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for token in parser.parse(text):
        assert token.type != "html_block", text
        for child in token.children or ():
            assert child.type != "image", text
            if child.type == "html_inline":
                assert child.content in ("<br />", "<code>", "</code>"), text
            if child.type == "link_open":
                href = str(child.attrs["href"])
                assert re.match(r"(?i)https?://|mailto:", href)
                assert not re.search(r"[{}`<>|\s]", href)


hostile_texts = st.lists(st.sampled_from([*HOSTILE, "\n\n", "\n", " ", "a", "- "]), max_size=9).map(
    "".join
)


@pytest.mark.parametrize("name", FORMATS)
@given(source=hostile_texts | st.text(max_size=60))
@settings(deadline=None, max_examples=120)
def test_a_hostile_text_stays_text(name: str, source: str) -> None:
    blocks = parse_markdown(source)
    written = writer(name)
    check = check_html if name == "html" else check_markdown
    check(written.write_blocks(blocks))
    line = written.write_line(blocks)
    assert "\n" not in line
    check(line)


SOURCE = """\
Charges **at once**, see [the docs](https://x.example/a_b?c=d&e).

| Plan | Fee |
| --- | --- |
| A | `a\\|b` |

* `live` - real
* `test` - none
  1. one

```json
{"a":
  1}
```

# More

> Quoted<br/>here, with <b>tags</b> and <id>.
"""


def test_html_has_all_of_it() -> None:
    html = writer("html").write_blocks(parse_markdown(SOURCE))
    for part in (
        "<p>Charges <strong>at once</strong>, see <a rel", 'href="https://x.example/a_b?c=d&amp;e"',
        '<th scope="col">Plan</th>', "a|b</code></td>", "live</code> - real</li>", "<ol><li>one",
        "{&quot;a&quot;:&#10;  1}</code></pre>", "<p><strong>More</strong></p>",
        "<blockquote>Quoted<br>here, with tags and &lt;id&gt;.</blockquote>",
    ):  # fmt: skip
        assert part in html


def test_markdown_is_passed_on() -> None:
    text = writer("reference").write_blocks(parse_markdown(SOURCE))
    for part in (
        "Charges **at once**, see [the docs](https://x.example/a_b?c=d&amp;e).\n\n| Plan | Fee |",
        "| A | `a\\|b` |", "- `live` \\- real\n- `test` \\- none\n\n  1. one",
        '```\n{"a":\n  1}\n```',
        "**More**", "> Quoted\\\n> here, with tags and &lt;id&gt;.",
    ):  # fmt: skip
        assert part in text
    line = writer("reference").write_line(parse_markdown(SOURCE))
    assert "<br />• `live` \\- real<br />• `test`" in line


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("One *two*\nthree.\n\nFour.", "One two three."),
        ("* `a` b\n* c", "a b"),
        ("", ""),
        ("[docs](https://x.example) say", "docs say"),
        ("```\ncode\n```", "code"),
    ],
)
def test_the_first_words_have_no_markup(source: str, first: str) -> None:
    assert first_words(parse_markdown(source)) == first


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("How many", "How many."), ("How many.", "How many."), ("Use `a`", "Use `a`."),
        ("", ""), ("Why?", "Why?"), ("a\n\n* b", "a\n\n* b."), ("```\na\n```", "```\na\n```"),
    ],
)  # fmt: skip
def test_a_sentence_ends(text: str, closed: str) -> None:
    assert sentence(Text(text)) == Text(closed)


def test_sentences_are_told_apart() -> None:
    assert sentences("In cents\nAt least 1.\n") == "In cents. At least 1."
    assert sentences("In cents\n") == "In cents"
    assert sentences("\nAt least 1.\n") == "At least 1."


@pytest.mark.parametrize(
    "part", ["[", "![", "*a", "**a", "`", "> ", "- a\n ", "~~~\n", "[a](", "<a "]
)
def test_a_long_text_is_read_in_bounded_time(part: str) -> None:
    source = (part * 100_000)[:100_000]
    begun = time.process_time()
    writer("reference").write_blocks(parse_markdown(source))
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("A.\n\n<Note kind=\"x\">\n\n  Send `b`.\n\n</Note>\n\nC.", ["A.", "Send b.", "C."]),
        ("<details>\n<summary>\nMore\n</summary>\ntext\n</details>", ["More", "text"]),
        ("A.\n\n<Divider />\n\n<Image src=\"a.png\"/>\n\nB.", ["A.", "B."]),
        ("Send\n\n<token>\n\nas it is.", ["Send", "<token>", "as it is."]),
        ("Bearer <token> and </token>", ["Bearer <token> and </token>"]),
        ("```\n<a>\nx\n</a>\n```", ["<a>\nx\n</a>"]),
    ],
)  # fmt: skip
def test_tags_around_paragraphs_are_left_out(source: str, plain: list[str]) -> None:
    blocks = parse_markdown(source)
    assert [block.text or first_words([block]) for block in blocks] == plain
