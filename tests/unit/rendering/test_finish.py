"""What is written when the whole text is known: values, imports and indentation."""

from __future__ import annotations

from functools import partial

import pytest

from generator.languages.language import Indentation
from generator.languages.value_forms import Container, ValueForm, form_writer
from generator.model.text import Code, Text, reveal
from generator.model.values import Object, Value
from generator.rendering.finish import Pending, finish, mark_header, mark_imports
from generator.rendering.layout import GuardError


def quoted(text: Text | str) -> Code:
    return Code(f'"{reveal(text)}"')


def form(width: int, align: bool = False, quote: str = "") -> ValueForm:
    arrays, objects = (Container("[", "]"),), (Container("{", "}", pair=": "),)
    words = {"null": "null", "true": "true", "false": "false"}
    return ValueForm("q", "q", "", "", words, arrays, objects, width, 2, True, align, quote)


def value_of(*members: tuple[str, Value]) -> Object:
    return Object(tuple((Text(name), value) for name, value in members))


def laid_out(value: Value, before: str, behind: str, width: int, align: bool = False) -> str:
    write = form_writer(form(width, align), {"q": quoted})
    pending = Pending()
    mark = pending.add_value(write(value, 0, None, 0), partial(write, value))
    return finish(f"{before}{mark}{behind}\n", pending).text


@pytest.mark.parametrize(
    ("width", "made"),
    [
        (19, '  f({"a": [1, 2]});\n'),
        (18, '  f({\n    "a": [1, 2],\n  });\n'),
        (15, '  f({\n    "a": [\n      1,\n      2,\n    ],\n  });\n'),
    ],
)
def test_a_value_takes_one_line_if_the_line_holds_it(width: int, made: str) -> None:
    assert laid_out(value_of(("a", (1, 2))), "  f(", ");", width) == made


def test_two_values_of_a_line_share_it() -> None:
    write = form_writer(form(20), {"q": quoted})
    pending = Pending()
    one, two = ((1, 2), (3, 4))
    marks = [pending.add_value(write(v, 0, None, 0), partial(write, v)) for v in (one, two)]
    assert finish(f"f({marks[0]}, {marks[1]});\n", pending).text == "f([1, 2], [3, 4]);\n"


def test_values_are_aligned_as_gofmt_has_it() -> None:
    long = "x" * 60
    rows = value_of(("a", 1), ("longer", 2), ("b", (100, 200, 300)), ("cc", 3), (long, 4), ("d", 5))
    made = laid_out(rows, "", "", 14, align=True).splitlines()
    assert made[1:3] == ['  "a":      1,', '  "longer": 2,']
    assert made[3] == '  "b": ['
    assert made[8:] == ['  "cc": 3,', f'  "{long}": 4,', '  "d": 5,', "}"]


def test_each_line_of_a_value_may_be_a_literal() -> None:
    write = form_writer(form(20, quote="'"), {"q": quoted})
    value = value_of(("a", (1, 2)), ("b", Text("text")))
    assert write(value, 4, None, 0) == """'{"a": [1, 2], "b": "text"}'"""
    made = write(value, 4, 4, 0)
    assert made.split("\n    ") == ["'{'", """'  "a": [1, 2],'""", """'  "b": "text",'""", "'}'"]


def test_imports_are_sorted_in_groups_and_stand_once() -> None:
    pending = Pending()
    for line in ("from b import c", "import z", "import a", "import z"):
        pending.use(line)
    text = f"{mark_imports('import sys' + chr(10))}\nx\n"
    made = finish(text, pending, ("import", "from")).text
    assert made == "import a\nimport sys\nimport z\nfrom b import c\n\nx\n"


def test_no_imports_leave_no_empty_line() -> None:
    assert finish(f"{mark_imports('')}\nx\n", Pending()).text == "x\n"


def test_a_line_that_nothing_prints_is_told() -> None:
    pending = Pending()
    pending.use("import a")
    with pytest.raises(GuardError, match=r"nothing prints 'import a': there is no {% imports %}"):
        finish("x\n", pending)


def test_a_second_block_of_imports_is_told() -> None:
    text = mark_imports("import a\n") + mark_imports("import b\n")
    with pytest.raises(GuardError, match=r"there is more than one {% imports %}"):
        finish(text, Pending())


def test_thousands_of_values_on_a_line_take_no_time() -> None:
    write = form_writer(form(20), {"q": quoted})
    pending = Pending()
    mark = pending.add_value(write((1,), 0, None, 0), partial(write, (1,)))
    made = finish(" ".join([mark] * 20_000) + "\n", pending).text
    assert made.count("1") == 20_000


def test_a_header_is_counted() -> None:
    text, header = finish(f"{mark_header(['# a', '# b'])}\nx\n", Pending())
    assert (text, header) == ("# a\n# b\nx\n", 2)


def test_lines_are_indented_as_wanted() -> None:
    text = "a\n    b\n      c\n\n        d\n"
    made = finish(text, Pending(), indentation=Indentation(4, "\t")).text
    assert made == "a\n\tb\n\t  c\n\n\t\td\n"


def test_a_sample_has_no_two_empty_lines() -> None:
    assert finish("a\n\n\n\nb\n", Pending(), is_sample=True).text == "a\n\nb\n"
    assert finish("a\n\n\nb\n", Pending()).text == "a\n\n\nb\n"
