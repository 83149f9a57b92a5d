"""Read the language.yaml files of the template folders, and make languages from them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from generator.errors import Mark, Problem, ProblemsError, one_of
from generator.languages.encoder_loader import (
    check_expression,
    read_encoders,
    read_expressions,
    read_forms,
    string,
    strings,
)
from generator.languages.encoders import Encoder
from generator.languages.expressions import Expressions
from generator.languages.grammar import BLOCKS, LANGUAGE, LOOPS, MAKES, PAGE_FEATURES
from generator.languages.language import Fit, Indentation, Language, Layers
from generator.languages.order import sort_languages
from generator.languages.target import (
    File,
    Formatter,
    LoopTemplate,
    NameStyle,
    NamingRules,
    ProgramTemplate,
    Target,
)
from generator.languages.toolchain_loader import make_known_values, make_outcomes, make_toolchains
from generator.languages.value_forms import ValueForm
from generator.languages.wording import DEFAULTS, read_wording
from generator.model.rules import ID, is_device_name
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.sources.yaml_nodes import MappingNode, Node, ScalarNode, read_yaml
from generator.sources.yaml_schema import ParsedRecord


def load_languages(layers: Layers) -> dict[str, Language]:
    """Read every language folder, both the built-in ones and the user's.

    Arguments:
        layers: the template folders to read from.

    Returns:
        The languages by id, which is the name of the language's folder, in the order of readers.

    Raises:
        ProblemsError: if a language.yaml is faulty. The error has the problems of all of them.
    """
    problems: list[Problem] = []
    languages: dict[str, Language] = {}
    borrows: dict[str, list[Text]] = {}
    owners: dict[str, str] = {}
    companions: list[Text] = []
    folders = layers.folders()
    for folder in folders:
        before = len(problems)
        root = builtin_root = None
        path = f"{folder}/language.yaml"
        for data, label in layers.find_all(path):
            node = read_yaml(data, label, problems)
            builtin_root = node if label == layers.builtin.label(path) else builtin_root
            root = node if root is None or node is None else _merge(root, node)
        values = None if root is None else LANGUAGE.read(root, problems)
        if not re.fullmatch(ID.pattern, folder) or is_device_name(folder):
            what = f"{folder} can't be the id of a language"
            problems.append(Problem(Mark(label), what, f"rename the folder; use {ID.rule}"))
        if values is None:
            continue
        _check_targets(folder, values, owners, layers, problems)
        encoders = read_encoders(values["encoders"] or {}, problems)
        forms = read_forms(values["values"] or {}, encoders, problems)
        own_and_lenders = [folder, *strings(values["borrows"])]
        expressions = read_expressions(values["expressions"], encoders, problems)
        starters = _read_starters(own_and_lenders, values, layers, problems)
        known, rows = _wording_of(builtin_root), values["wording"] or {}
        is_open = any({*s.names(folder)} - {"language.yaml"} for s in layers.overrides)
        wording = read_wording(rows, known, is_open, problems)
        if len(problems) == before:
            borrows[folder] = values["borrows"] or []
            companions += [n for row in values["targets"].values() for n in row["with"] or []]
            builtin = not any(s.names(f) for s in layers.overrides for f in own_and_lenders)
            languages[folder] = _make_language(
                folder, values, encoders, forms, expressions, starters, builtin, wording
            )
    for folder, names in borrows.items():
        _check_borrows(folder, names, folders, problems)
    _check_companions(companions, languages, problems)
    if problems:
        raise ProblemsError(problems)
    made = {
        folder: _with_borrowed(languages[folder], [languages[reveal(name)] for name in names])
        for folder, names in borrows.items()
    }
    return sort_languages(made, layers)


def _wording_of(root: Node | None) -> dict[str, str]:
    """Return the sentences that a language.yaml has; none if there is no such file."""
    table = root.entries.get("wording") if isinstance(root, MappingNode) else None
    rows = table[1].entries if table is not None and isinstance(table[1], MappingNode) else {}
    return {k: node.value for k, (_, node) in rows.items() if isinstance(node, ScalarNode)}


def _merge(base: Node, changes: Node) -> Node:
    """Merge the language.yaml of a user over another one.

    A mapping gets the keys of both; where both have a key, its values are merged. Any other value
    takes the place of the one that it changes.
    """
    if not isinstance(base, MappingNode) or not isinstance(changes, MappingNode):
        return changes
    entries = dict(base.entries)
    for key, (name, value) in changes.entries.items():
        entries[key] = (name, _merge(entries[key][1], value) if key in entries else value)
    return MappingNode(changes.mark, entries)


def _check_borrows(
    folder: str, borrows: list[Text], folders: list[str], problems: list[Problem]
) -> None:
    """Report borrowed languages that do not exist."""
    others = [other for other in folders if other != folder]
    for name in borrows:
        if reveal(name) not in others:
            what = f"there is no other language {reveal(name)}"
            problems.append(Problem(name.mark, what, one_of(others, reveal(name))))


def _with_borrowed(language: Language, lenders: Sequence[Language]) -> Language:
    """Add the encoders, forms, reserved words and sentences of others; its own take precedence."""
    wording = dict(DEFAULTS)
    for lender in lenders:
        wording |= lender.wording
        names = replace(
            language.names,
            reserved=language.names.reserved | lender.names.reserved,
            taken=language.names.taken | lender.names.reserved,
            files=language.names.files | lender.names.files,
        )
        encoders = {**lender.encoders, **language.encoders}
        forms = {**lender.forms, **language.forms}
        language = replace(
            language,
            encoders=encoders,
            names=names,
            forms=forms,
            expressions=language.expressions or lender.expressions,
            fit=language.fit or lender.fit,
            descriptions=language.descriptions or lender.descriptions,
        )
    wording |= language.wording
    targets = tuple(replace(target, wording=wording) for target in language.targets)
    borrows = tuple(lender.id for lender in lenders)
    return replace(language, borrows=borrows, targets=targets)


def _check_companions(
    names: list[Text], languages: Mapping[str, Language], problems: list[Problem]
) -> None:
    """Report names of publications that do not exist, and of those that have others with them."""
    targets = [target for language in languages.values() for target in language.targets]
    known = [t.id for t in targets if t.is_publication and not t.companions]
    for name in names:
        if reveal(name) not in known:
            what = f"no publication {reveal(name)} is made by itself"
            problems.append(Problem(name.mark, what, one_of(known, reveal(name))))


def _check_targets(
    folder: str,
    values: ParsedRecord,
    owners: dict[str, str],
    layers: Layers,
    problems: list[Problem],
) -> None:
    """Report wrong ids, missing keys and missing templates of a language's targets."""
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
            _check_files(row, string(values["makes"]) or MAKES[0], problems)
            if row["formatter"] is not None and row["formatter"]["unbroken"] is not None:
                check_expression(row["formatter"]["unbroken"], problems)
        for template in _template_names(row):
            if not layers.find(posixpath.join(folder, reveal(template))):
                what = f"there is no template {reveal(template)} in this folder"
                problems.append(Problem(template.mark, what, "write it, or correct the name"))


def _check_files(row: ParsedRecord, makes: str, problems: list[Problem]) -> None:
    """Report keys that a target lacks or must not have, by what its language `makes`."""
    needed = ["template", "file"]
    others = ["files", "programs", "sample", "site", "with", "blocks"]
    loops = row["loops"]
    if loops is not None and ("none" in loops) == any(loop.value in loops for loop in LOOPS):
        what = "loops: has either templates or the reason why there are none"
        problems.append(Problem(loops.mark, what, "say none: why, or name templates"))
    is_whole = makes in ("clients", "publications")
    if makes == "pages":
        others.remove("files")
    elif is_whole:
        needed = ["files"]
        others = ["template", "file"]
        is_client = makes == "clients"
        others += ["site", "with", "blocks"] if is_client else ["fence", "programs", "sample"]
    for key in needed:
        if key == "files" and makes == "publications" and "blocks" in row:
            continue
        if key not in row and not any(other in row for other in others):
            problems.append(Problem(row.mark, f"{key} is missing", f"add {key}:"))
    for key in others:
        if key in row:
            what = f"{key} is {'not for ' + makes if is_whole else 'for clients'}"
            todo = "remove it" if is_whole else "remove it, or add makes: clients to the language"
            problems.append(Problem(row.marks[key], what, todo))
    allowed = {"clients": ["for"], "publications": ["each"], "pages": ["for"]}.get(makes)
    for file in (file for file in (row["files"] or {}).values() if file is not None):
        for key in ("for", "each"):
            if allowed is not None and key in file and key not in allowed:
                what = f"{key} is not for {makes}"
                problems.append(Problem(file.marks[key], what, "remove it"))
        feature = string(file["for"])
        if makes == "pages" and feature not in ("", *PAGE_FEATURES):
            what = f"for: {feature} is not for pages"
            problems.append(Problem(file.marks["for"], what, one_of(PAGE_FEATURES, feature)))


def _template_names(row: ParsedRecord | None) -> list[Text]:
    """Return the names of all templates of a target, relative to the language's folder."""
    if row is None:
        return []
    rows = [*(row["files"] or {}).values(), *(row["programs"] or {}).values(), row["sample"]]
    rows += _loop_rows(row).values()
    templates = [row["template"], *(r["template"] for r in rows if r is not None)]
    rest = [*(row["site"] or {}).values(), *_block_templates(row).values()]
    return [template for template in (*templates, *rest) if template]


def _block_templates(row: ParsedRecord) -> dict[str, Text]:
    """Return the names of the templates of blocks for `gen embed`, by the block's name."""
    blocks = row["blocks"] or {}
    return {name: blocks[name] for name in BLOCKS if name in blocks and blocks[name] is not None}


def _loop_rows(row: ParsedRecord) -> dict[str, ParsedRecord]:
    """Return the keys of a target's templates with a loop, by what they repeat."""
    loops = row["loops"]
    rows = {} if loops is None else {loop.value: loops[loop.value] for loop in LOOPS}
    return {loop: found for loop, found in rows.items() if found is not None}


def _read_starters(
    folders: Sequence[str], values: ParsedRecord, layers: Layers, problems: list[Problem]
) -> dict[str, bytes]:
    """Read the program of each starter that a toolchain names in `warm`."""
    starters: dict[str, bytes] = {}
    targets = [row for row in (values["targets"] or {}).values() if row is not None]
    for row in (row for target in targets for row in target["toolchains"] or [] if row is not None):
        name = row["warm"] and row["warm"]["starter"]
        if name:
            paths = [posixpath.join(folder, reveal(name)) for folder in ("", *folders)]
            source = next(filter(None, map(layers.find, paths)), None)
            if source is None:
                what = f"there is no starter {reveal(name)} in this folder, or one it borrows from"
                problems.append(Problem(name.mark, what, "write it, or correct the name"))
            else:
                starters[reveal(name)] = source[0]
    return starters


def _make_language(
    folder: str,
    values: ParsedRecord,
    encoders: dict[str, Encoder],
    forms: dict[str, ValueForm],
    expressions: Expressions | None,
    starters: Mapping[str, bytes],
    builtin: bool,
    wording: Mapping[str, str],
) -> Language:
    """Make a language of the checked values of its language.yaml."""
    names = values["names"]
    targets = [
        Target(
            id=reveal(id_),
            title=string(row["title"]),
            files=(*_make_files(folder, row), *_make_site_files(folder, row)),
            programs=tuple(
                ProgramTemplate(reveal(name), _make_files(folder, program)[0])
                for name, program in (row["programs"] or {}).items()
            ),
            sample=row["sample"] and _make_files(folder, row["sample"])[0],
            fence=string(row["fence"]),
            formatter=row["formatter"]
            and Formatter(
                string(row["formatter"]["needs"]),
                strings(row["formatter"]["check"]),
                row["formatter"]["width"] or 0,
                string(row["formatter"]["suffix"]),
                string(row["formatter"]["unbroken"]),
            ),
            toolchains=make_toolchains(row["toolchains"] or (), starters),
            expect=make_outcomes(row["expect"]),
            sample_expect=make_outcomes(row["sample"] and row["sample"]["expect"]),
            language=folder,
            makes=string(values["makes"]) or MAKES[0],
            is_builtin=builtin,
            shapes=frozenset(strings(row["shapes"])),
            comment=string(row["comment"]),
            lang=string(row["lang"]),
            header=tuple(
                string(row["header"][key])
                for key in ("install", "run")
                if row["header"] is not None and row["header"][key] is not None
            ),
            longest_line=row["longestLine"] or 0,
            continues=string(row["continues"]),
            wording=wording,
            loops={
                loop: LoopTemplate(f"{folder}/{string(r['template'])}", strings(r["taken"]))
                for loop, r in _loop_rows(row).items()
            },
            no_loops=string(row["loops"]["none"]) if row["loops"] is not None else "",
            companions=strings(row["with"]),
            blocks={n: f"{folder}/{string(t)}" for n, t in _block_templates(row).items()},
            known_values=make_known_values(row["knownValues"] or ()),
        )
        for id_, row in values["targets"].items()
    ]
    return Language(
        id=folder,
        title=string(values["title"]),
        is_optional=values["optional"] is True,
        names=NamingRules(
            case=string(names["case"]),
            clash=string(names["clash"]) or "_",
            ignore_case=bool(names["ignoreCase"]),
            environment=bool(names["environment"]),
            reserved=frozenset(strings(names["reserved"])),
            taken=frozenset(strings(names["reserved"]) + strings(names["taken"])),
            template_variables=frozenset(strings(names["taken"])),
            files=frozenset(strings(names["files"])),
            operations=_name_style(names["operations"]),
            regions=_name_style(names["regions"]),
            errors=_name_style(names["errors"]),
            classes=_name_style(names["classes"]),
            fields=_name_style(names["fields"]),
            error=string(names["error"]),
        )
        if names
        else NamingRules(),
        encoders=encoders,
        targets=tuple(targets),
        forms=forms,
        expressions=expressions,
        fit=values["fit"] and Fit(values["fit"]["width"] or 0, values["fit"]["tight"] is True),
        descriptions=string(values["descriptions"]),
        indentation=Indentation(values["indent"], string(values["indentWith"]))
        if values["indent"] and values["indentWith"]
        else None,
        imports=strings(values["imports"]),
    )


def _make_files(folder: str, row: ParsedRecord) -> tuple[File, ...]:
    """Make the files of a target, or of one of its programs."""
    rows = {**({row["file"]: row} if row["file"] else {}), **(row["files"] or {})}
    return tuple(
        File(
            string(path),
            f"{folder}/{string(file_row['template'])}",
            string(file_row["for"]),
            string(file_row["each"]),
        )
        for path, file_row in rows.items()
    )


def _make_site_files(folder: str, row: ParsedRecord) -> tuple[File, ...]:
    """Make the files of a publication that exist once for all APIs."""
    rows = (row["site"] or {}).items()
    return tuple(File(string(path), f"{folder}/{string(name)}", each="site") for path, name in rows)


def _name_style(row: ParsedRecord | None) -> NameStyle:
    """Make the style of one kind of names."""
    if row is None:
        return NameStyle()
    return NameStyle(string(row["case"]), string(row["end"]), strings(row["taken"]))
