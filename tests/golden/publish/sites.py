"""Docs sites: what each is built with, and its pages read back as blocks of text."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from tests.support import ROOT

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
# What holds text and no other block.
_BLOCKS = {"h1", "h2", "h3", "h4", "p", "th", "td", "summary", "pre"}


@dataclass(eq=False)
class Node:
    """An element of a page."""

    tag: str
    attrs: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Give this element and all within."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def has(self, name: str) -> bool:
        """Say whether it is of a class."""
        return name in self.attrs.get("class", "").split()

    @property
    def text(self) -> str:
        """All text within."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def first(self, test: Callable[[Node], bool]) -> Node:
        """Give the first element within that passes a test."""
        return next(node for node in self.walk() if test(node))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(html: str) -> Node:
    """Read HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.open[0]


# A block: the element's name, its text. An element within the text is ‹name›…‹/name›.
Block = tuple[str, str]


def blocks(node: Node, is_out: Callable[[Node], bool]) -> list[Block]:
    """Give all blocks within an element, but for what is out: what a site adds by itself."""
    found: list[Block] = []
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                found.append(("text", _spaced(child)))
        elif not is_out(child):
            # A site may have paragraphs in its cells.
            holds = child.tag in _BLOCKS and not (
                child.tag in ("td", "th") and any(n.tag == "p" for n in child.walk())
            )
            if child.tag == "pre":
                found.append(("pre", child.text.removesuffix("\n")))
            elif holds:
                found.append((child.tag, _spaced(_inline(child, is_out))))
            elif child.tag in ("td", "th"):
                found += [(child.tag, text) for _, text in blocks(child, is_out)]
            else:
                found += blocks(child, is_out)
    return found


# What Sphinx puts around words of code, and around what links to pages.
_SPHINX_SPANS = ("pre", "doc", "std-doc")


def _inline(node: Node, is_out: Callable[[Node], bool]) -> str:
    made = ""
    for child in node.children:
        if isinstance(child, str):
            made += child
        elif is_out(child) or (child.tag == "a" and "href" not in child.attrs):
            pass  # an element that is there for its id leads nowhere
        elif child.tag == "span" and any(map(child.has, _SPHINX_SPANS)):
            made += _inline(child, is_out)
        else:
            name = child.tag
            if name == "a":
                name = f"a {Path(child.attrs['href']).stem}"
            made += f"‹{name}›{_inline(child, is_out)}‹/{child.tag}›"
    return made


def _spaced(text: str) -> str:
    """Fold white space, which pages don't show; code spans differ in what they keep at the ends."""
    text = re.sub(r"[ \t\n]+", " ", text)
    return re.sub(r" ?(‹/?code›) ?", r"\1", text).strip(" ").replace("‹code›‹/code›", "")


def elements(node: Node, is_code: bool = False) -> set[str]:
    """Say which elements there are within, each with its attributes; links with where they go.

    A highlighter may part code as it likes: there, what could act counts alone.
    """
    found = set()
    for child in node.children:
        if isinstance(child, Node):
            kept = [name for name in child.attrs if not is_code or _acts(name, child)]
            attrs = (f" {k}={child.attrs[k]}" if _acts(k, child) else f" {k}" for k in kept)
            found.add(f"<{child.tag}{''.join(attrs)}{' in code' if is_code else ''}>")
            found |= elements(child, is_code or child.tag == "pre")
    return found


# Attributes that are names and texts.
_IDLE = ("id", "name", "title", "alt", "for", "content", "aria-label", "class")


def _acts(name: str, node: Node) -> bool:
    """Say whether an attribute's value matters: what runs, loads or leads away."""
    is_within = name == "href" and re.fullmatch(r"#[\w%.-]*", node.attrs[name])
    return name not in _IDLE and not is_within


# A sample as a page shows it: the title of its tab, the code in it, what else it says.
Tab = tuple[str, str, str]


@dataclass(frozen=True)
class Page:
    """A page that was read back.

    Attributes:
        blocks: of all but the samples.
        tabs: the samples, in order.
        whole: the whole page, with what a site puts around it.
        article: what stands in it of what was published.
        about: of a page of gen render, the titles and descriptions of examples.
    """

    blocks: list[Block]
    tabs: list[Tab]
    whole: Node
    article: Node
    about: Sequence[Block] = ()


def _page(
    whole: Node,
    article: Node,
    is_set: Callable[[Node], bool],
    tabs: Callable[[Node], list[tuple[str, Node]]],
    is_added: Callable[[Node], bool],
) -> Page:
    sets = [node for node in article.walk() if is_set(node)]
    shown = [
        (
            " ".join(title.split()),
            _code(body),
            " ".join(t for tag, t in blocks(body, _no) if tag == "p"),
        )
        for tab_set in sets
        for title, body in tabs(tab_set)
    ]
    return Page(blocks(article, lambda n: is_set(n) or is_added(n)), shown, whole, article)


def _no(node: Node) -> bool:
    return False


def _code(body: Node) -> str:
    (block,) = (node for node in body.walk() if node.tag == "pre")
    return block.text


# CommonMark with GFM's tables and strikethrough.
_GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def from_reference(text: str) -> Page:
    """Read a page of gen render: what all others have to show."""
    whole = parsed(_GFM.render(text))
    found = blocks(whole, _no)
    if ("h2", "Code samples") in found:
        at = len(found) - 1 - found[::-1].index(("h2", "Code samples"))
        tabs, about = [], list[Block]()  # headings and descriptions of examples are no tabs
        for block in found[at + 1 :]:
            if block[0] == "pre":
                tabs.append((about.pop()[1], block[1], ""))
            else:
                about.append(block)
        return Page(found[:at], tabs, whole, whole, about)
    return Page(found, [], whole, whole)


def from_github(text: str) -> Page:
    """Read a page as GitHub does."""
    whole = parsed(_GFM.render(text))

    def tabs(node: Node) -> list[tuple[str, Node]]:
        return [(node.first(lambda n: n.tag == "summary").text, node)]

    return _page(whole, whole, lambda n: n.tag == "details", tabs, _no)


def from_docfx(text: str) -> Page:
    """Read a page by the rules that DocFX documents, whose tools need .NET and the network.

    Its front matter is YAML. A heading that is nothing but a link to `#tab/ID` begins a tab, which
    goes on to the next one, and the last one to a thematic break.
    """
    head, front, body = text.split("---\n", 2)
    assert head == ""
    assert set(yaml.safe_load(front)) <= {"title", "description"}
    whole = parsed(_GFM.render(body))
    kept: list[Node | str] = []
    group: Node | None = None
    for child in whole.children:
        link = _tab_link(child)
        if link is not None:
            assert re.fullmatch("#tab/[a-z0-9-]+", link.attrs["href"])
            if group is None:
                group = Node("tabs", {})
                kept.append(group)
            group.children.append(Node("tab", {"title": link.text}))
        elif isinstance(child, Node) and child.tag == "hr":
            assert group is not None, "a thematic break outside of tabs"
            group = None
        elif group is None:
            kept.append(child)
        else:
            assert isinstance(group.children[-1], Node)
            group.children[-1].children.append(child)
    assert group is None, "tabs without an end"
    whole.children = kept

    def tabs(node: Node) -> list[tuple[str, Node]]:
        return [(tab.attrs["title"], tab) for tab in node.children if isinstance(tab, Node)]

    return _page(whole, whole, lambda n: n.tag == "tabs", tabs, _no)


def _tab_link(node: Node | str) -> Node | None:
    if isinstance(node, str) or not re.fullmatch("h[1-6]", node.tag) or len(node.children) != 1:
        return None
    (link,) = node.children
    is_tab = isinstance(link, Node) and link.attrs.get("href", "").startswith("#tab/")
    return link if is_tab and isinstance(link, Node) else None


def from_mkdocs(html: str) -> Page:
    """Read a page that MkDocs made with Material."""
    whole = parsed(html)
    article = whole.first(lambda n: n.tag == "article")

    def tabs(node: Node) -> list[tuple[str, Node]]:
        labels = [n.text for n in node.walk() if n.tag == "label"]
        bodies = [n for n in node.walk() if n.has("tabbed-block")]
        return list(zip(labels, bodies, strict=True))

    def is_added(node: Node) -> bool:
        return node.has("headerlink") or node.has("admonition-title") or node.has("filename")

    return _page(whole, article, lambda n: n.has("tabbed-set"), tabs, is_added)


def from_sphinx(html: str) -> Page:
    """Read a page that Sphinx made."""
    whole = parsed(html)
    article = whole.first(lambda n: n.attrs.get("role") == "main")

    def tabs(node: Node) -> list[tuple[str, Node]]:
        labels = [n.text for n in node.walk() if n.tag == "label"]
        bodies = [n for n in node.walk() if n.has("sd-tab-content")]
        return list(zip(labels, bodies, strict=True))

    def is_added(node: Node) -> bool:
        return node.has("headerlink") or node.has("admonition-title") or node.has("toctree-wrapper")

    return _page(whole, article, lambda n: n.has("sd-tab-set"), tabs, is_added)


def from_mdx(html: str) -> Page:
    """Read a page that the stand-ins of mdx.mjs are on."""
    whole = parsed(html)

    def tabs(node: Node) -> list[tuple[str, Node]]:
        found = [n for n in node.walk() if "data-label" in n.attrs]
        return [(n.attrs["data-label"], n) for n in found]

    return _page(whole, whole, lambda n: "data-group" in n.attrs, tabs, _no)


def build_mkdocs(folder: Path, docs: Path) -> Path:
    """Build a site with all extensions that Material's manual has; gives the folder of the HTML."""
    pytest.importorskip("material", reason="needs MkDocs with Material: make .venv/.tested")
    (folder / "mkdocs.yml").write_text(_MKDOCS.replace("DOCS", str(docs)), "utf-8")
    site = folder / "site"
    words = ["build", "--strict", "-f", str(folder / "mkdocs.yml"), "-d", str(site)]
    _build([sys.executable, "-m", "mkdocs", *words], folder)
    return site


def build_sphinx(folder: Path, docs: Path) -> Path:
    """Build a site with MyST and what it can read beyond its default."""
    for name in ("sphinx", "myst_parser", "sphinx_design"):
        pytest.importorskip(name, reason=f"needs {name}: make .venv/.tested")
    (docs / "conf.py").write_text(_SPHINX, "utf-8")
    site = folder / "site"
    words = ["-W", "--keep-going", "-n", "-q", "-E", "-b", "html", str(docs), str(site)]
    _build([sys.executable, "-m", "sphinx", *words], folder)
    return site


def build_mdx(folder: Path, docs: Path) -> Path:
    """Compile all pages, and render each to HTML beside it."""
    modules = ROOT / ".toolchains/npm/node_modules"
    if shutil.which("node") is None or not (modules / "@mdx-js").is_dir():
        pytest.skip("needs Node.js and MDX: make toolchains")
    known = folder / "node_modules"
    (known / "@theme").mkdir(parents=True)
    for name in ("@mdx-js", "react", "react-dom", "remark-frontmatter", "remark-gfm"):
        (known / name).symlink_to(modules / name)
    for name, code in _THEME.items():
        (known / "@theme" / name).mkdir()
        (known / "@theme" / name / "package.json").write_text('{"main": "index.mjs"}', "utf-8")
        (known / "@theme" / name / "index.mjs").write_text(code, "utf-8")
    script = folder / "mdx.mjs"
    shutil.copy(Path(__file__).with_name("mdx.mjs"), script)
    _build(["node", str(script), str(docs)], folder)
    return docs


def _build(words: list[str], folder: Path) -> None:
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1"}  # an advertisement
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=env)
    # MkDocs counts no warnings with --quiet.
    said = re.sub(r"(?m)^INFO .*\n", "", done.stderr)
    assert (done.returncode, said) == (0, ""), said[-4000:]


_THEME = {
    "Tabs": """import { createElement } from "react";
export default ({ groupId, queryString, children }) =>
  createElement("div", { "data-group": groupId, "data-query": queryString }, children);
""",
    "TabItem": """import { createElement } from "react";
export default ({ value, label, children }) =>
  createElement("div", { "data-value": value, "data-label": label }, children);
""",
    "Admonition": """import { createElement } from "react";
export default ({ type, children }) => createElement("div", { "data-type": type }, children);
""",
}

# What the manual of Material for MkDocs recommends, and what it has beside that. But for Critic,
# which changes code in fences, and leaves no way to keep it as it is.
_MKDOCS = """
site_name: Docs
docs_dir: DOCS
use_directory_urls: false
theme: {name: material, font: false, features: [navigation.footer, navigation.path]}
plugins: []
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - meta
  - sane_lists
  - tables
  - toc: {permalink: true}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.betterem: {smart_enable: all}
  - pymdownx.blocks.admonition
  - pymdownx.blocks.details
  - pymdownx.blocks.html
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.highlight: {anchor_linenums: true, line_spans: __span, pygments_lang_class: true}
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.magiclink:
      repo_url_shorthand: true
      social_url_shorthand: true
      normalize_issue_symbols: true
      user: example
      repo: example
  - pymdownx.mark
  - pymdownx.progressbar
  - pymdownx.saneheaders
  - pymdownx.smartsymbols
  - pymdownx.snippets: {check_paths: true, base_path: DOCS}
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""
# Sphinx's typography can't be told what is no prose; without it texts can be compared.
_SPHINX = """
project = "Docs"
extensions = ["myst_parser", "sphinx_design"]
html_theme = "alabaster"
smartquotes = False
myst_enable_extensions = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist",
    "html_admonition", "html_image", "replacements", "strikethrough", "substitution", "tasklist",
]
myst_heading_anchors = 3
myst_substitutions = {"x": "replaced"}
"""
