"""What holds for every text, proven without a compiler."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import unquote

import black
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.errors import ProblemsError
from generator.languages.encoders import (
    Encoder,
    EncoderStyle,
    UnholdableError,
    code_span,
    fence,
    style_writer,
)
from generator.languages.language import Language, Layers
from generator.languages.loader import load_languages
from generator.model.naming import CASES, identifiers, in_case
from generator.model.text import Placeholder, Text, is_plain, reveal, split_placeholders
from generator.plan import make_plan
from generator.rendering.expressions import percent_encode
from generator.rendering.renderer import render
from generator.rendering.request import bind
from tests.compiled.hostile import powershell
from tests.support import languages, reference_api, sample_targets

from .texts import texts

LINE_BREAKS = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
COMMENTS = [
    pytest.param(encoder, id=f"{language.id}-{name}")
    for language in languages().values()
    for name, encoder in language.encoders.items()
    if name.endswith("comment")
]
SAMPLE_LANGUAGES = [languages()[id_] for id_ in sorted({t.language for t in sample_targets()})]
each_language = pytest.mark.parametrize("language", SAMPLE_LANGUAGES, ids=lambda lang: lang.id)


def encoder(language: str, name: str) -> Encoder:
    """Give an encoder of a language."""
    return languages()[language].encoders[name]


def shown(text: str) -> str:
    """Write a text as it may be shown on a line: what can't be seen there is named."""
    spaced = re.sub(f"{LINE_BREAKS.pattern}+|\t", " ", text)
    return "".join(c if is_plain(c) else f"<U+{ord(c):04X}>" for c in spaced)


class TestPythonStrings:
    """The literals of Python, by Python's own reader and by black."""

    @settings(max_examples=500)
    @given(texts())
    def test_are_read_back(self, text: str) -> None:
        assert ast.literal_eval(encoder("python", "string").encode(text)) == text

    @given(st.lists(texts(), min_size=1, max_size=8))
    def test_are_as_black_leaves_them(self, values: list[str]) -> None:
        lines = [f"x = {encoder('python', 'string').encode(value)}\n" for value in values]
        assert black.format_str("".join(lines), mode=black.Mode()) == "".join(lines)

    @given(texts())
    def test_show_nothing_that_is_not_plain(self, text: str) -> None:
        assert all(map(is_plain, encoder("python", "string").encode(text)))


class TestComments:
    """Every language's encoder of comments."""

    @pytest.mark.parametrize("comment", COMMENTS)
    @given(text=texts())
    def test_stay_on_their_line(self, comment: Encoder, text: str) -> None:
        """They have no line break, and nothing that hides or turns the direction of text."""
        made = comment.encode(text)
        assert all(map(is_plain, made))
        assert len(made.splitlines()) <= 1

    @pytest.mark.parametrize("comment", COMMENTS)
    @given(text=st.from_regex("[A-Za-z0-9][A-Za-z0-9 ,.;'(){}$_@!+~-]*", fullmatch=True))
    def test_change_no_harmless_text(self, comment: Encoder, text: str) -> None:
        """But for spaces at the end, which no line of code should have."""
        assert comment.encode(text) == text.rstrip(" ")

    @given(texts())
    def test_of_ruby_and_python_declare_no_encoding(self, text: str) -> None:
        """PEP 263, and parser_magic_comment and set_file_encoding of Ruby's parse.y."""
        assert not re.search(r"coding[:=]", encoder("python", "comment").encode(text))
        ruby = encoder("ruby", "comment").encode(text)
        assert not re.search(r"coding\s*[:=]", ruby, re.IGNORECASE)

    @given(st.one_of(texts(), st.text("<!/->]script", max_size=9)))
    def test_and_strings_of_javascript_leave_a_page_whole(self, text: str) -> None:
        """A page may inline a sample in a script element, in a comment or in a CDATA section."""
        comment = encoder("javascript", "comment").encode(text)
        string = encoder("javascript", "string").encode(text)
        assert not re.search("</|<!|]]>|-->", f"{comment}\n{string}")

    @given(texts())
    def test_of_c_and_java_join_no_lines(self, text: str) -> None:
        objc = encoder("objc", "comment").encode(text)
        assert not re.search(r"\\\s*$|\?\?", objc)
        java = encoder("java", "comment").encode(text)
        assert not re.search(r"(?<!\\)(\\\\)*\\u", java)

    @given(texts())
    def test_of_php_do_not_leave_php(self, text: str) -> None:
        assert "?>" not in encoder("php", "comment").encode(text)

    @given(texts())
    def test_of_cmd_have_no_operator(self, text: str) -> None:
        """cmd expands % even in a remark, and /? behind rem, as >, |, & and ^, is not text."""
        made = encoder("curl", "cmd_comment").encode(text)
        assert re.fullmatch("([A-Za-z0-9]([^&|<>^%]|%%)*)?", made)
        assert made.isascii()


class TestCmdValues:
    """Values in Windows cmd, which nothing but Windows runs: by the rules of its parser."""

    @given(texts())
    def test_are_read_back(self, text: str) -> None:
        """In a .cmd file, %% is one %; nothing else is special within the quotes of set "a=b"."""
        try:
            made = encoder("curl", "cmd").encode(text)
        except UnholdableError:
            assert re.search('[^ -~]|["!]', text)
            return
        assert re.fullmatch("([ -~]*)", made)
        assert not re.search('["!]', made)
        assert re.sub("%%", "", made).count("%") == 0
        assert made.replace("%%", "%") == text


class TestPowerShellValues:
    """Strings of PowerShell, which nothing but Windows runs: by the rules of its specification."""

    @given(texts() | st.text("'‘’‚‛\"“”„`$({a}", max_size=9))
    def test_are_read_back(self, text: str) -> None:
        made = encoder("powershell", "string").encode(text)
        assert powershell.string(made, 0, {}) == (text, len(made))
        within = encoder("powershell", "within").encode(text)
        assert powershell.string(f'"{within}"', 0, {}) == (text, len(within) + 2)


class TestEncoder:
    """How styles are chosen."""

    DOUBLE = EncoderStyle('"', '"', (("\\", "\\\\"), ('"', '\\"')))
    SINGLE = EncoderStyle("'", "'", (("\\", "\\\\"), ("'", "\\'")))

    @given(st.text("ab\"'\\", max_size=12))
    def test_prefers_fewest_backslashes_then_the_first(self, text: str) -> None:
        made = Encoder([self.DOUBLE, self.SINGLE]).encode(text)
        double, single = style_writer(self.DOUBLE)(text), style_writer(self.SINGLE)(text)
        assert made == (single if single.count("\\") < double.count("\\") else double)

    @given(st.text("ab\0\x01", max_size=6))
    def test_refuses_what_no_style_holds(self, text: str) -> None:
        ascii_only = EncoderStyle(never="\0", numeric=EncoderStyle().numeric)
        refusing = Encoder([ascii_only, EncoderStyle(never="ab\0")])
        if re.search("[\0\x01]", text):
            with pytest.raises(UnholdableError):
                refusing.encode(text)
        else:
            assert refusing.encode(text) == text

    @pytest.mark.parametrize(
        "name", sorted({n for lang in SAMPLE_LANGUAGES for n in lang.encoders})
    )
    @given(text=texts())
    def test_never_makes_the_marks_of_lines(self, name: str, text: str) -> None:
        """U+001C to U+001F say where a line may be broken; no text brings its own."""
        for language in SAMPLE_LANGUAGES:
            if name in language.encoders:
                try:
                    made = language.encoders[name].encode(text)
                except UnholdableError:
                    continue
                assert not re.search("[\x1c-\x1f]", made)


def clear(names: Sequence[str], fold: Callable[[str], str]) -> set[str]:
    """Give the names as a language compares them."""
    return {fold(name) for name in names}


class TestIdentifiers:
    """Names of variables, made of any names at all."""

    @each_language
    @given(data=st.data())
    def test_are_valid_distinct_and_free(self, language: Language, data: st.DataObject) -> None:
        names = language.names
        word = st.one_of(
            texts(),
            st.sampled_from(sorted(names.taken) or ["name"]),
            st.text("aAbB_12 ", max_size=5),
        )
        wanted = data.draw(st.lists(st.one_of(word, word.map(str.upper)), max_size=12))
        made = identifiers(tuple(wanted), names.case, names.taken, names.clash, names.ignore_case)
        fold = str.casefold if names.ignore_case else str
        assert len(made) == len(wanted)
        assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) for name in made)
        assert len(clear(made, fold)) == len(made)
        assert not clear(made, fold) & clear(sorted(names.taken), fold)

    @given(
        st.lists(st.from_regex("[a-z]{1,8}", fullmatch=True), unique=True), st.sampled_from(CASES)
    )
    def test_are_the_names_themselves_where_they_can(self, wanted: list[str], case: str) -> None:
        made = identifiers(tuple(wanted), case, frozenset(), "_")
        change = {"pascal": str.capitalize, "constant": str.upper}.get(case, str)
        assert made == tuple(change(name) for name in wanted)

    @given(texts(), st.sampled_from(CASES))
    def test_keep_all_letters_and_digits(self, text: str, case: str) -> None:
        """A case only changes what stands between words, and how their letters are written."""
        kept = re.sub("[^A-Za-z0-9]", "", text).lower()
        assert re.sub("[_-]", "", in_case(text, case)).lower() == kept

    @given(texts(), st.sampled_from(CASES), st.sampled_from(["snake", "kebab", "constant"]))
    def test_of_a_case_stay_as_they_are(self, text: str, first: str, second: str) -> None:
        made = in_case(text, second)
        assert in_case(made, second) == made
        if "constant" not in (first, second):  # in which digits belong to the word before them
            assert in_case(in_case(text, second), first) == in_case(text, first)


class TestUrls:
    """Percent-encoding and placeholders."""

    @given(texts())
    def test_percent_is_rfc_3986(self, text: str) -> None:
        made = percent_encode(text)
        assert re.fullmatch("([A-Za-z0-9._~-]|%[0-9A-F]{2})*", made)
        assert unquote(made, errors="strict") == text

    @given(st.one_of(texts(), st.text("{}ab", max_size=12)))
    def test_placeholders_are_split_without_a_loss(self, text: str) -> None:
        pieces = split_placeholders(text)
        joined = (f"{{{p.name}}}" if isinstance(p, Placeholder) else p for p in pieces)
        assert "".join(joined) == text
        assert "" not in pieces
        for piece in pieces:
            inner = piece.name if isinstance(piece, Placeholder) else ""
            assert not re.search("[{}]", inner)
            assert not (isinstance(piece, str) and re.search(r"\{[^{}]*\}", piece))


PARAGRAPH = ("paragraph_open", "inline", "paragraph_close")
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def plain_texts(source: str) -> list[str]:
    """Give the text of each paragraph, heading and cell, none of which may hold but text."""
    found = []
    for token in PARSER.parse(source):
        if token.type == "inline":
            kinds = {child.type for child in token.children or []}
            assert kinds <= {"text"}, f"{kinds} in {source!r}"
            found.append("".join(child.content for child in token.children or []))
    return found


def test_a_property_named_like_the_prototype_is_a_property() -> None:
    """`{ __proto__: x }` and its quoted form set the prototype; a computed name does not."""
    key = encoder("javascript", "key")
    assert key.encode("__proto__") == '["__proto__"]'
    assert [key.encode(name) for name in ("Accept", "X-Key")] == ["Accept", '"X-Key"']


class TestMarkdown:
    """Pages, read back by a CommonMark parser."""

    @given(texts(), st.sampled_from(["", "python", "c-sharp"]))
    @example("", "")
    @example("\n", "")
    @example("```\n````\n~~~", "x")
    def test_a_fence_holds_any_code(self, text: str, info: str) -> None:
        """CommonMark makes U+FFFD of U+0000, and LF of CR; encoders make neither."""
        code = re.sub("[\r\0]", "", text)
        (token,) = PARSER.parse(fence(code, info))
        assert (token.type, token.info) == ("fence", info)
        assert token.content == (code if code.endswith("\n") or not code else f"{code}\n")

    @settings(max_examples=500)
    @given(texts())
    @example("`")
    @example(" ")
    @example("a `` b")
    def test_a_span_shows_its_text(self, text: str) -> None:
        wanted = shown(re.sub(r"\s+", " ", text))
        if wanted:
            tokens = PARSER.parse(f"A {code_span(text)} z.")
            spans = [c.content for t in tokens for c in t.children or [] if c.type != "text"]
            assert spans == [wanted]
        else:
            assert code_span(text) == "(empty)"

    @settings(max_examples=500)
    @given(texts())
    @example("|")
    @example("\\|")
    @example("`|`")
    def test_a_cell_shows_its_code(self, text: str) -> None:
        made = encoder("reference", "cell").encode(text)
        wanted = shown(re.sub(r"\s+", " ", text))
        tokens = PARSER.parse(f"| a | b |\n| --- | --- |\n| {made} | z |")
        inlines = [token for token in tokens if token.type == "inline"]
        assert len(inlines) == 4
        children = [(c.type, c.content) for c in inlines[2].children or []]
        if "\\|" in text:  # GFM readers differ on that in a code span
            assert children[0] == ("html_inline", "<code>")
            assert children[-1] == ("html_inline", "</code>")
            assert "".join(content for _, content in children[1:-1]) == wanted
            assert not re.search(r"[\\|*_`\[]", made)
        else:
            assert children == [("code_inline", wanted) if wanted else ("text", "(empty)")]

    @settings(max_examples=500)
    @given(st.one_of(texts(), st.text("\n\t -+=1.)#>*_`~|a[]()!<&:\\\0\u2028\xa0", max_size=9)))
    @example("- a")
    @example("\n- a")
    @example("\n    a")
    @example("1.")
    @example("1. a")
    @example("\n+ a")
    @example("\\")
    @example("&amp;")
    @example("![a](b)")
    @example("https://a_b_c")
    def test_text_is_shown_as_it_is(self, text: str) -> None:
        """In a paragraph, a heading, a quote and a cell; spaces at its edges do not count."""
        made = encoder("reference", "text").encode(text)
        wanted = shown(text).strip(" ")
        if wanted:
            assert plain_texts(made) == [wanted]
            assert [t.type for t in PARSER.parse(made)] == list(PARAGRAPH)
            assert plain_texts(f"# {made}") == [wanted]
            assert plain_texts(f"> x {made}") == [f"x {wanted}"]
        table = f"| a | b |\n| --- | --- |\n| {made} | z |"
        assert plain_texts(table) == ["a", "b", wanted, "z"]


class TestText:
    """Text of a spec does nothing but go through an encoder."""

    @pytest.mark.parametrize(
        "use",
        [
            str,
            list,
            len,
            format,
            bytes,
            "".join,
            print,
            lambda text: f"{text}",
            lambda text: f"{text:>5}",
            lambda text: "%s" % text,  # noqa: UP031
            lambda text: "{}".format(text),  # noqa: UP032
            lambda text: text % (),
            lambda text: text + "a",
            lambda text: "a" + text,
            lambda text: text + text,
            lambda text: text * 2,
            lambda text: 2 * text,
            lambda text: "a" in text,
            lambda text: text in "a",
            lambda text: text[0],
            lambda text: text[:1],
            lambda text: [*text],
            lambda text: text < text,
            lambda text: sorted([text, text]),
            lambda text: "".join([text]),
            lambda text: "abc".replace("a", text),
            lambda text: Path(text),
        ],
    )
    def test_can_not_be_used_as_a_string(self, use: Callable[[object], object]) -> None:
        with pytest.raises(TypeError):
            use(Text("secret"))

    @given(texts())
    def test_is_equal_by_its_characters_and_does_not_show_them(self, text: str) -> None:
        assert Text(text) == Text(text)
        assert hash(Text(text)) == hash(Text(text))
        assert Text(text) != text
        assert bool(Text(text)) == bool(text)
        assert reveal(Text(text)) == text
        assert repr(Text(text)) == f"<spec text of {len(text)} characters>"


UNENCODED = [
    "{{ operation.summary }}",
    "{{ request.endpoint }}",
    "{{ request.timeout }}",
    "{{ 'constant' }}",
    "{{ 1 }}",
    "{{ none }}",
    "{{ true }}",
    "{{ [operation.summary|comment] }}",
    "{{ operation }}",
    "{{ operation.summary|percent }}",
    "{{ operation.summary|word }}",
    "{{ 'a b'|word }}",
    "{{ operation.summary|operator }}",
    "{{ request.endpoint|operator }}",
    "{{ request.endpoint|assign }}",
    "{{ operation.summary|wrap(80, 0) }}",
    "{{ request.endpoint|wrap(80, 0) }}",
    "{{ request.endpoint|fit(80, 0) }}",
    "{{ operation.summary|percent|wrap(80, 0) }}",
    "{{ operation.summary._value }}",
    "{{ operation.summary ~ 'a' }}",
    "{{ operation.summary + 'a' }}",
    "{{ 'a' + operation.summary }}",
    "{{ '%s' % operation.summary }}",
    "{{ 'a'.join([operation.summary]) }}",
    "{{ '{0}'.format(operation.summary) }}",
    "{{ operation.summary|string + 'a' }}",
    "{{ 'a' ~ operation.summary|string }}",
    "{{ (operation.summary|string)[1:] }}",
    "{{ (operation.summary|string).strip('\"') }}",
    "{{ operation.summary|string if false }}",
    "{{ operation.summary|upper }}",
    "{{ operation.summary|safe }}",
    "{{ operation.summary|e }}",
    "{{ undefined_name }}",
    "{{ undefined_name|string }}",
    "{{ operation.nothing|string }}",
    "{% macro m() %}a{% endmacro %}{{ m() }}",
    "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(operation.summary) }}",
    "{% macro m(x) %}{{ x|string }}{% endmacro %}{{ m(operation.summary) }}",
    "{% set x %}{{ operation.summary|string }}{% endset %}{{ x }}",
    "{% set x = operation.summary %}{{ x }}",
    "{% block a %}a{% endblock %}{{ self.a() }}",
    "{% for c in operation.summary %}{{ c|string }}{% endfor %}",
    "{% if 'a' in operation.summary %}a{% endif %}",
    "{% filter upper %}a{% endfilter %}",
    "{% autoescape true %}{{ operation.summary }}{% endautoescape %}",
    "{{ range(3)|string }}",
    "{{ dict(a=1) }}",
    "{{ cycler('a') }}",
]


class TestGuard:
    """A template prints what an encoder made, or it fails to render."""

    @pytest.mark.parametrize("template", UNENCODED)
    def test_refuses(self, template: str, tmp_path: Path) -> None:
        with pytest.raises(ProblemsError) as caught:
            self.render(template, tmp_path)
        (problem,) = caught.value.problems
        assert problem.mark is not None
        assert problem.mark.file.endswith("sample.py.jinja")
        assert problem.mark.line == 2

    def test_lets_encoded_text_through(self, tmp_path: Path) -> None:
        summary = reveal(reference_api().operations[0].summary)
        made = self.render("x = {{ operation.summary|string }}", tmp_path)
        assert ast.literal_eval(made.partition("=")[2].strip()) == summary

    @staticmethod
    def render(template: str, folder: Path) -> str:
        (folder / "python").mkdir()
        (folder / "python" / "sample.py.jinja").write_text(f"# A sample\n{template}\n", "utf-8")
        layers = Layers([folder])
        known = load_languages(layers)
        plan = make_plan([reference_api()], known, bind, ["python"])
        return b"".join(render(plan.jobs, known, layers).values()).decode()
