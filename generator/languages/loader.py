"""Finds `templates/<folder>/language.yaml` and reads what it says of a language's targets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from generator.errors import Mark, Problem, ProblemsError, one_of
from generator.languages.encoder_loader import (
    check_expression,
    pairs,
    read_encoders,
    read_forms,
    word,
    words,
)
from generator.languages.encoders import Encoder
from generator.languages.grammar import LANGUAGE, MAKES
from generator.languages.language import Language, Layers
from generator.languages.target import (
    ExpectedOutcome,
    File,
    Formatter,
    NameStyle,
    NamingRules,
    ProgramTemplate,
    Target,
    Toolchain,
    Trust,
    WarmStart,
)
from generator.languages.value_forms import ValueForm
from generator.model.rules import ID, is_device_name
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.sources.yaml_nodes import read_yaml
from generator.sources.yaml_schema import ParsedRecord


def load_languages(layers: Layers) -> dict[str, Language]:
    """Read every language folder, built-in and the user's.

    Returns:
        The languages by the name of their folder.

    Raises:
        ProblemsError: with every problem of every language.yaml.
    """
    problems: list[Problem] = []
    languages: dict[str, Language] = {}
    borrows: dict[str, list[Text]] = {}
    owners: dict[str, str] = {}
    folders = layers.folders()
    for folder in folders:
        found = layers.find(f"{folder}/language.yaml")
        assert found is not None
        data, label, _ = found
        before = len(problems)
        root = read_yaml(data, label, problems)
        values = None if root is None else LANGUAGE.read(root, problems)
        if not re.fullmatch(ID.pattern, folder) or is_device_name(folder):
            what = f"{folder} can't be the id of a language"
            problems.append(Problem(Mark(label), what, f"rename the folder; use {ID.rule}"))
        if values is None:
            continue
        _check_targets(folder, values, owners, layers, problems)
        encoders = read_encoders(values["encoders"] or {}, problems)
        forms = read_forms(values["values"] or {}, encoders, problems)
        own = [folder, *words(values["borrows"])]
        starters = _starters(own, values, layers, problems)
        if len(problems) == before:
            borrows[folder] = values["borrows"] or []
            builtin = not any(source.names(f) for source in layers.overrides for f in own)
            languages[folder] = _language(folder, values, encoders, forms, starters, builtin)
    for folder, names in borrows.items():
        _check_borrows(folder, names, folders, problems)
    if problems:
        raise ProblemsError(problems)
    return {
        folder: _borrowing(languages[folder], [languages[reveal(name)] for name in names])
        for folder, names in borrows.items()
    }


def _check_borrows(
    folder: str, borrows: list[Text], folders: list[str], problems: list[Problem]
) -> None:
    others = [other for other in folders if other != folder]
    for name in borrows:
        if reveal(name) not in others:
            what = f"there is no other language {reveal(name)}"
            problems.append(Problem(name.mark, what, one_of(others, reveal(name))))


def _borrowing(language: Language, lenders: Sequence[Language]) -> Language:
    """Give a language what it borrows; what it has itself comes first."""
    for lender in lenders:
        names = replace(
            language.names,
            reserved=language.names.reserved | lender.names.reserved,
            taken=language.names.taken | lender.names.reserved,
            files=language.names.files | lender.names.files,
        )
        encoders = {**lender.encoders, **language.encoders}
        forms = {**lender.forms, **language.forms}
        language = replace(language, encoders=encoders, names=names, forms=forms)
    return replace(language, borrows=tuple(lender.id for lender in lenders))


def _check_targets(
    folder: str,
    values: ParsedRecord,
    owners: dict[str, str],
    layers: Layers,
    problems: list[Problem],
) -> None:
    for name, row in (values["targets"] or {}).items():
        id_ = reveal(name)
        if id_ != folder and not id_.startswith(f"{folder}-"):
            what = f"target {id_} does not bear the name of its folder"
            problems.append(Problem(name.mark, what, f"call it {folder} or {folder}-VARIANT"))
        elif id_ in owners:
            what = f"target {id_} is made by {owners[id_]}, too"
            problems.append(Problem(name.mark, what, "rename one of them"))
        owners[id_] = folder
        if row is not None:
            _check_files(row, word(values["makes"]) or MAKES[0], problems)
            if row["formatter"] is not None and row["formatter"]["unbroken"] is not None:
                check_expression(row["formatter"]["unbroken"], problems)
        for template in _templates(row):
            if not layers.find(posixpath.join(folder, reveal(template))):
                what = f"there is no template {reveal(template)} in this folder"
                problems.append(Problem(template.mark, what, "write it, or correct the name"))


def _check_files(row: ParsedRecord, makes: str, problems: list[Problem]) -> None:
    """Check that a target has the keys of what it makes, and no others."""
    needed, others = ["template", "file"], ["files", "programs", "site"]
    is_whole = makes in ("clients", "publications")
    if is_whole:
        needed = ["files"]
        others = ["template", "file", "fence", "programs" if makes == "publications" else "site"]
    for key in needed:
        if key not in row and not any(other in row for other in others):
            problems.append(Problem(row.mark, f"{key} is missing", f"add {key}:"))
    for key in others:
        if key in row:
            what = f"{key} is {'not for ' + makes if is_whole else 'for clients'}"
            todo = "remove it" if is_whole else "remove it, or add makes: clients to the language"
            problems.append(Problem(row.marks[key], what, todo))
    for file in (given for given in (row["files"] or {}).values() if given is not None):
        for key, owner in (("for", "clients"), ("each", "publications")):
            if is_whole and key in file and makes != owner:
                what = f"{key} is not for {makes}"
                problems.append(Problem(file.marks[key], what, "remove it"))


def _templates(row: ParsedRecord | None) -> list[Text]:
    """Give the names of all templates of a target."""
    if row is None:
        return []
    rows = [*(row["files"] or {}).values(), *(row["programs"] or {}).values()]
    found = [row["template"], *(r["template"] for r in rows if r is not None)]
    return [template for template in (*found, *(row["site"] or {}).values()) if template]


def _starters(
    folders: Sequence[str], values: ParsedRecord, layers: Layers, problems: list[Problem]
) -> dict[str, bytes]:
    """Give the text of each program that a toolchain's `warm` names."""
    found: dict[str, bytes] = {}
    targets = [row for row in (values["targets"] or {}).values() if row is not None]
    for row in (row for target in targets for row in target["toolchains"] or [] if row is not None):
        name = row["warm"] and row["warm"]["starter"]
        if name:
            paths = (posixpath.join(folder, reveal(name)) for folder in folders)
            first = next(filter(None, map(layers.find, paths)), None)
            if first is None:
                what = f"there is no starter {reveal(name)} in this folder, or one it borrows from"
                problems.append(Problem(name.mark, what, "write it, or correct the name"))
            else:
                found[reveal(name)] = first[0]
    return found


def _language(
    folder: str,
    values: ParsedRecord,
    encoders: dict[str, Encoder],
    forms: dict[str, ValueForm],
    starters: Mapping[str, bytes],
    builtin: bool,
) -> Language:
    names = values["names"]
    targets = [
        Target(
            id=reveal(id_),
            title=word(row["title"]),
            files=(*_files(folder, row), *_site(folder, row)),
            programs=tuple(
                ProgramTemplate(reveal(name), _files(folder, program)[0])
                for name, program in (row["programs"] or {}).items()
            ),
            fence=word(row["fence"]),
            formatter=row["formatter"]
            and Formatter(
                word(row["formatter"]["needs"]),
                words(row["formatter"]["check"]),
                row["formatter"]["width"] or 0,
                word(row["formatter"]["suffix"]),
                word(row["formatter"]["unbroken"]),
            ),
            toolchains=tuple(_toolchain(given, starters) for given in row["toolchains"] or []),
            expect=_expect(row["expect"]),
            language=folder,
            makes=word(values["makes"]) or MAKES[0],
            is_builtin=builtin,
            shapes=frozenset(words(row["shapes"])),
            comment=word(row["comment"]),
            lang=word(row["lang"]),
        )
        for id_, row in values["targets"].items()
    ]
    return Language(
        id=folder,
        title=word(values["title"]),
        names=NamingRules(
            case=word(names["case"]),
            clash=word(names["clash"]) or "_",
            ignore_case=bool(names["ignoreCase"]),
            environment=bool(names["environment"]),
            reserved=frozenset(words(names["reserved"])),
            taken=frozenset(words(names["reserved"]) + words(names["taken"])),
            own=frozenset(words(names["taken"])),
            files=frozenset(words(names["files"])),
            operations=_kind(names["operations"]),
            regions=_kind(names["regions"]),
            errors=_kind(names["errors"]),
            classes=_kind(names["classes"]),
            fields=_kind(names["fields"]),
            error=word(names["error"]),
        )
        if names
        else NamingRules(),
        encoders=encoders,
        targets=tuple(targets),
        forms=forms,
    )


def _files(folder: str, row: ParsedRecord) -> tuple[File, ...]:
    rows = row["files"] or {row["file"]: row}
    return tuple(
        File(
            word(path),
            f"{folder}/{word(given['template'])}",
            word(given["for"]),
            word(given["each"]),
        )
        for path, given in rows.items()
    )


def _site(folder: str, row: ParsedRecord) -> tuple[File, ...]:
    rows = (row["site"] or {}).items()
    return tuple(File(word(path), f"{folder}/{word(name)}", each="site") for path, name in rows)


def _kind(row: ParsedRecord | None) -> NameStyle:
    if row is None:
        return NameStyle()
    return NameStyle(word(row["case"]), word(row["end"]), words(row["taken"]))


def _toolchain(row: ParsedRecord, starters: Mapping[str, bytes]) -> Toolchain:
    trust, warm = row["trust"], row["warm"]
    starter = word(warm["starter"]) if warm else ""
    return Toolchain(
        name=word(row["name"]),
        needs=words(row["needs"]),
        versions={reveal(name): words(step) for name, step in (row["versions"] or {}).items()},
        get=word(row["get"]),
        platform=word(row["platform"]) or None,
        env=dict(pairs(row["env"])),
        build=words(row["build"]),
        check=words(row["check"]),
        run=words(row["run"]),
        trust=trust
        and Trust(dict(pairs(trust["env"])), words(trust["prepare"]), words(trust["run"])),
        known=dict(pairs(row["known"])),
        build_all=words(row["buildAll"]),
        once=words(row["once"]),
        warm=warm and WarmStart(starter, starters[starter], words(warm["run"])),
    )


def _expect(row: ParsedRecord | None) -> dict[str, ExpectedOutcome]:
    outcomes = row.values if row else {}
    return {
        name: ExpectedOutcome(
            exit=given["exit"],
            stdout=reveal(given["stdout"]) if "stdout" in given else None,
            stderr=reveal(given["stderr"]) if "stderr" in given else None,
            lines=given["lines"],
        )
        for name, given in outcomes.items()
    }
