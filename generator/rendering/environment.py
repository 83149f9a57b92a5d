"""Make the Jinja environment of a language, and turn errors of templates into problems.

A problem is a message for the user with a place in a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    Undefined,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from generator.errors import GenError, Mark, Problem
from generator.languages.encoders import Encoder, UnholdableError
from generator.languages.expressions import ExpressionWriter
from generator.languages.language import Fit, Language, Layers
from generator.languages.target import fill_pattern
from generator.languages.value_forms import ValueForm, form_writer
from generator.languages.wording import placeholders
from generator.model.credentials import Credential
from generator.model.text import Code, Text, reveal
from generator.model.values import Object, Value
from generator.rendering.expressions import write_expression
from generator.rendering.filters import FILTERS, guard, name
from generator.rendering.finish import Pending
from generator.rendering.layout import GuardError, fit
from generator.rendering.markdown.filters import make_description_filters, make_writer
from generator.rendering.sandbox import Sandbox
from generator.rendering.tags import TemplateTags
from generator.sources.source import is_below

# Errors that a faulty template can raise. Any other error is a bug in gen, and is not caught.
TEMPLATE_ERRORS = (
    TemplateError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
    SyntaxError,  # for example, Python allows only twenty nested loops
)
# Called with the error, the text and the encoder's id if an encoder can't represent the text.
OnUnholdable = Callable[[UnholdableError, Text | str, str], None]


def make_filters(
    language: Language, on_unholdable: OnUnholdable, pending: Pending
) -> dict[str, Callable[..., Any]]:
    """Make the Jinja filters that only one language has.

    These are its encoders, which write a text as source code, such as a string literal; its value
    forms, which write a JSON value as source code; `expression`; `fit`; and the filters of
    descriptions.

    Arguments:
        language: the language whose language.yaml describes the filters.
        on_unholdable: called for each text that an encoder can't represent; the filter then prints
            nothing.
        pending: gets what can only be written when the whole text is known.

    Returns:
        The filters, by the name that templates use.
    """
    encoders = {
        id_: _make_encoder_filter(id_, row, on_unholdable) for id_, row in language.encoders.items()
    }
    forms = {
        id_: _make_form_filter(form, encoders, pending) for id_, form in language.forms.items()
    }
    filters: dict[str, Callable[..., Any]] = {**encoders, **forms}
    filters["say"] = partial(say, language.wording)
    if language.fit is not None:
        filters["fit"] = _make_fit_filter(language.fit, pending)
    if language.expressions is not None:
        writer = ExpressionWriter(language.expressions, encoders, pending.use)
        say_in_literal = _make_literal_sayer(language, encoders)
        secret = language.expressions.secret
        filters["expression"] = _make_expression_filter(writer, secret, say_in_literal)
    if language.descriptions:
        filters |= make_description_filters(make_writer(language.descriptions, language.encoders))
    return filters


def _make_fit_filter(rule: Fit, pending: Pending) -> Callable[..., Code]:
    """Make the filter that joins lines if they fit where they stand."""

    def fit_filter(text: str, most: int = 0) -> Code:
        return fit(text, rule.width - pending.depth, rule.is_tight, most)

    return fit_filter


def say(wording: Mapping[str, str], key: str, thing: object = None, **facts: object) -> Text:
    """Return a sentence of the language, for an encoder behind it.

    Arguments:
        wording: the sentences of the language by name.
        key: the name of the sentence.
        thing: a credential, whose `{env}` and `{hint}` the sentence may name; None for none.
        facts: the values of other placeholders, which are texts.
    """
    if key not in wording:
        raise GuardError(f"there is no sentence {key}; add it to wording: in language.yaml")
    values = {}
    for name_, text in facts.items():
        if not isinstance(text, (Text, str)):
            raise GuardError(f"{name_} of the sentence {key} is not text")
        values[name_] = reveal(text)
    if isinstance(thing, Credential):
        values |= {"env": thing.env, "hint": wording[thing.hint]}
    return Text(fill_pattern(wording[key], values))


def _make_literal_sayer(
    language: Language, encoders: Mapping[str, Callable[[object], Code]]
) -> Callable[[Credential], Mapping[str, str]]:
    """Make the function that returns what the code of a credential in a literal may name.

    These are `{env}`, and each sentence of the language as a hint there: by the encoder `hint`, if
    the language has one, else by that of the literal.
    """
    table = language.expressions
    secret = "" if table is None else table.secret
    keys = [key for key in placeholders(secret) if key in language.wording]
    encoder = "" if table is None or table.literal is None else table.literal.text
    encode = encoders.get("hint", encoders.get(encoder))

    def facts(credential: Credential) -> Mapping[str, str]:
        if keys and encode is None:
            raise GuardError("no encoder writes a sentence in secret of language.yaml; add hint")
        sentences = {key: say(language.wording, key, credential) for key in keys}
        return {
            "env": credential.env,
            **{key: encode(text) for key, text in sentences.items() if encode is not None},
        }

    return facts


def _make_expression_filter(
    writer: ExpressionWriter, secret: str, facts: Callable[[Credential], Mapping[str, str]]
) -> Callable[..., Code]:
    """Make the filter that writes URLs, headers, and the values of variables."""

    @pass_context
    def write(context: Context, thing: object) -> Code:
        return write_expression(thing, writer, partial(name, context), secret, facts)

    return write


def _make_form_filter(
    form: ValueForm, encoders: Mapping[str, Callable[[object], Code]], pending: Pending
) -> Callable[..., Code]:
    """Make the filter that writes values in a form."""
    write = form_writer(form, encoders)

    def write_value(value: Value | Undefined) -> Code:
        if isinstance(value, Undefined):
            raise GuardError(str(value))  # str() raises an error that names the missing variable
        line = write(value, 0, None, 0)
        if not form.width or not isinstance(value, (tuple, Object)):
            return Code(line)
        return pending.add_value(line, partial(write, value))

    return write_value


def _make_encoder_filter(
    id_: str, encoder: Encoder, on_unholdable: OnUnholdable
) -> Callable[[object], Code]:
    """Make the filter that writes texts with an encoder."""
    encode: Callable[[str], Code] | None = None

    def encode_text(text: object) -> Code:
        nonlocal encode
        if encode is None:
            encode = encoder.encode
        if not isinstance(text, (Text, str)):
            if isinstance(text, Undefined):
                str(text)  # raises an error that names the missing variable
            raise GuardError(f"{type(text).__name__} is not text; use word for a number")
        try:
            return encode(reveal(text))
        except UnholdableError as fault:
            on_unholdable(fault, text, id_)
            return Code("")

    return encode_text


# Begins the name of a built-in template that the user's templates must not replace.
BUILTIN_PREFIX = "builtin:"


class _CompiledTemplates(BytecodeCache):
    """Templates that this process has compiled, kept in its memory alone.

    Each run of a renderer has environments of its own. `gen diff` makes dozens of runs, and most of
    the time of a small run is spent compiling.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if the very same source was compiled before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            if len(self._codes) >= _MAX_CODES:
                self._codes.clear()
            self._codes[bucket.key, bucket.checksum] = bucket.code


# Compiled templates that are kept; there are fewer than 100 built-in ones.
_MAX_CODES = 500
_COMPILED = _CompiledTemplates()


def make_environment(
    layers: Layers, encoders: Mapping[str, Callable[..., Any]], pending: Pending | None = None
) -> Sandbox:
    """Make the Jinja environment for the templates of one language.

    Arguments:
        layers: the template folders.
        encoders: the filters that only this language has, as `make_filters` returns them.
        pending: gets the lines of imports that templates ask for with `{% use %}`.
    """
    environment = Sandbox(
        loader=_Loader(layers),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=_guard_output,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
        extensions=[TemplateTags],
        optimized=False,  # templates have few constants, so optimizing costs more than it saves
    )
    # Jinja's own filters would print text that no encoder has written.
    environment.allow_filters({**FILTERS, **encoders})
    environment.globals.clear()
    environment.pending = pending or Pending()
    environment.tests["empty"] = lambda text: reveal(text) == ""
    return environment


@pass_context
def _guard_output(context: Context, value: object) -> Code:  # noqa: ARG001
    """Guard every value that a template prints; Jinja's `finalize`.

    It takes the context so that Jinja calls it when a template runs, never when one is compiled.
    Languages share compiled templates, so these must not contain the output of an encoder.
    """
    return value if isinstance(value, Code) else guard(value)


def template_problem(
    error: Exception, environment: Environment, template: str, subject: str
) -> Problem:
    """Turn an error of a template into a problem that names the template's file and line.

    Arguments:
        error: the error from compiling or rendering the template.
        environment: the environment that the template ran in.
        template: the path of the template in the template folders.
        subject: the operation or API that was being rendered, for the message.
    """
    import traceback

    loader = environment.loader
    assert isinstance(loader, _Loader)
    file, line = loader.labels.get(template, template), 1
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename in loader.labels.values():
            file, line = frame.filename, frame.lineno or 1
    if isinstance(error, SyntaxError):  # its line is one of the Python code that Jinja generates
        error = ValueError(error.msg)
    if isinstance(number := getattr(error, "lineno", None), int):
        file, line = getattr(error, "filename", None) or file, number
    message = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, (MemoryError, RecursionError)):
        message = "this is nested too deep, or takes too much memory"
    if isinstance(error, TemplateNotFound):
        message = f"there is no template {message}"
    return Problem(Mark(file, line), f"{message} (in {subject})", "correct the template")


class _Loader(BaseLoader):
    """Loads templates from the layers; a path that begins with `builtin:` skips the user's.

    Attributes:
        layers: the template folders.
        labels: the name for messages of each loaded template, by its path.
    """

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.labels: dict[str, str] = {}

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template and its label; see `jinja2.BaseLoader`."""
        path = template.removeprefix(BUILTIN_PREFIX)
        if not is_below(path):
            raise TemplateNotFound(template)
        if path != template:
            data = self.layers.builtin.read(path)
            source = None if data is None else (data, self.layers.builtin.label(path), True)
        else:
            source = self.layers.find(path)
        if source is None:
            raise TemplateNotFound(template)
        self.labels[template] = source[1]
        try:
            return source[0].decode(), source[1], lambda: True
        except UnicodeDecodeError as error:
            raise GenError(f"{source[1]}: this is not UTF-8; save the file as UTF-8") from error
