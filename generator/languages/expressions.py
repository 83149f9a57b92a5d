"""Expressions: how a language writes a value that is put together when the program runs.

An expression is made of pieces: literal texts, variables, and calls of functions that encode a
variable. A URL is one, and so is a header with a key in it. The table `expressions` of
language.yaml says how the language writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from generator.languages.target import fill_pattern
from generator.model.structs import Struct, field


class Function(Struct, frozen=True):
    """How a language encodes a value, such as by percent-encoding.

    Attributes:
        code: the code of the call; `{value}` stands for the value.
        use: the lines of imports that the call needs.
    """

    code: str
    use: tuple[str, ...] = ()


class Literal(Struct, frozen=True):
    """A literal with values in it, such as `f"…{value}…"` of Python.

    Attributes:
        open, close: the text before and after the literal.
        text: the name of the encoder for the text in the literal.
        value: the code that stands for a variable in the literal; `{value}` is the variable.
        bare: the same where what follows can't be read as a part of the variable's name, such as
            `$value` beside `${value}`; empty if the code is always the same.
        argument: the code after the literal for each value in it; empty if there is none, because
            the value itself stands in the literal.
        end: the text after all arguments.
        calls: whether the literal may also have calls of functions in it.
    """

    open: str
    close: str
    text: str
    value: str
    bare: str = ""
    argument: str = ""
    end: str = ""
    calls: bool = False


class Expressions(Struct, frozen=True):
    """How a language writes expressions.

    Attributes:
        text: the name of the encoder for a literal without values.
        literal: how a literal with values is written; None if the language has none.
        join: what stands between literals and values, such as ` + `.
        variable: the code for a variable alone; `{value}` stands for the variable's name.
        secret: the code for a credential in a literal, in place of a variable. `{env}` is the
            environment variable, and `{hint}` says what to set it to. Empty if a credential is in a
            variable like other values.
        functions: the calls that encode a value, by the form that they make: `percent`, `query` or
            `base64`.
    """

    text: str
    literal: Literal | None = None
    join: str = ""
    variable: str = "{value}"
    secret: str = ""
    functions: Mapping[str, Function] = field(default_factory=dict)


class Term(NamedTuple):
    """A piece of an expression, as its writer needs it.

    Attributes:
        text: the text if it is a literal one; else None.
        code: the name of the variable, or the code for a credential.
        form: the form in which the value is written, such as `percent`; empty for the value itself.
        is_complete: whether the code stands in a literal as it is.
    """

    text: str | None
    code: str = ""
    form: str = ""
    is_complete: bool = False


class ExpressionWriter:
    """Writes the expressions of one language.

    Arguments:
        table: how the language writes them.
        encoders: the filters that write texts, by the name of the encoder.
        use: called with each line of import that an expression needs.
    """

    def __init__(
        self,
        table: Expressions,
        encoders: Mapping[str, Callable[[str], str]],
        use: Callable[[str], None],
    ) -> None:
        self._table = table
        self._encoders = encoders
        self._use = use

    def write_text(self, text: str) -> str:
        """Write a literal text."""
        return self._encoders[self._table.text](text)

    def call(self, form: str, value: str) -> str:
        """Write the call that encodes a value.

        Raises:
            KeyError: if the language has no function for this form.
        """
        function = self._table.functions[form]
        for line in function.use:
            self._use(line)
        return fill_pattern(function.code, {"value": value})

    def has(self, form: str) -> bool:
        """Say whether the language has a function for a form."""
        return form in self._table.functions

    def write(self, terms: Sequence[Term]) -> str:
        """Write an expression.

        Arguments:
            terms: the pieces of the expression in their order. There must be one at least, and
                no two texts behind each other.
        """
        table = self._table
        parts: list[str] = []
        shared: list[Term] = []  # what stands in the next literal
        for term in terms:
            if table.literal is not None and (not term.form or table.literal.calls):
                shared.append(term)
                continue
            if shared:
                parts.append(self._write_shared(shared))
                shared = []
            parts.append(self.write_text(term.text) if term.text is not None else self._alone(term))
        if shared:
            parts.append(self._write_shared(shared))
        return table.join.join(parts)

    def _alone(self, term: Term) -> str:
        """Write a variable or a call that stands in no literal."""
        variable = fill_pattern(self._table.variable, {"value": term.code})
        return self.call(term.form, variable) if term.form else variable

    def _write_shared(self, terms: Sequence[Term]) -> str:
        """Write terms that can stand in one literal."""
        first = terms[0]
        if len(terms) == 1 and not first.is_complete:
            return self._alone(first) if first.text is None else self.write_text(first.text)
        literal = self._table.literal
        assert literal is not None
        encode = self._encoders[literal.text]
        body, arguments = "", ""
        texts = ["" if term.text is None else encode(term.text) for term in terms]
        for term, text, behind in zip(terms, texts, [*texts[1:], ""], strict=True):
            if term.text is not None:
                body += text
                continue
            code = self.call(term.form, term.code) if term.form else term.code
            is_bare = literal.bare and not term.form and not _continues_name(behind)
            pattern = literal.bare if is_bare else literal.value
            body += code if term.is_complete else fill_pattern(pattern, {"value": code})
            if literal.argument:
                arguments += fill_pattern(literal.argument, {"value": code})
        return f"{literal.open}{body}{literal.close}{arguments}{literal.end}"


def _continues_name(code: str) -> bool:
    """Say whether code that follows a variable's name would be read as a part of it."""
    return code[:1] == "_" or code[:1].isalnum()
