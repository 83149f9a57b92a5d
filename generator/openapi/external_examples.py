"""Examples that stand in a file of their own, beside the document (`externalValue`)."""

from __future__ import annotations

from generator.errors import Problem, shortened
from generator.model.media_types import without_parameters
from generator.model.messages import FORM_TYPE, MULTIPART_TYPE
from generator.openapi.bodies.media_types import is_json
from generator.openapi.references import References
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At, read_document

_INSTEAD = "samples show a value of the schema"


def read_external_example(
    at: At, media_type: str, references: References, unsupported: Unsupported
) -> At | None:
    """Read the example of a body or an answer from the file that its `externalValue` names.

    The same files are read as by a `$ref`: those in the folder of the document.

    Arguments:
        at: the value of `externalValue`.
        media_type: the media type of the content. Of JSON, the example is the value that the file
            has, else its text.
        references: reads the file.
        unsupported: the collection to which a file is added that is not read.

    Returns:
        The example, with its location. None if the file is not read.
    """
    bare, file = without_parameters(media_type), at.value
    if not isinstance(file, str):
        return None  # which is reported with the keys of the example
    if bare in ("", FORM_TYPE, MULTIPART_TYPE):
        what = f"gen reads files for examples of JSON and text alone; {_INSTEAD}"
        unsupported.add("externalValue", at, what)
        return None
    problems: list[Problem] = []
    content = references.read_file(at, file, problems)
    example, front = None, ""
    if content is not None and is_json(bare):
        path, data = content
        front = f"{shortened(file, 80)}: "
        document = read_document(data, path, references.source.label(path), problems)
        example = None if document is None else At(document.root, document)
    elif content is not None:
        try:
            example = At(content[1].decode(), at.document, at.parent, at.key)
        except UnicodeDecodeError:
            what = f"{shortened(file, 80)} is no text of UTF-8"
            problems.append(Problem(at.mark, what, "convert it"))
    for problem in problems:
        unsupported.add("externalValue", at, f"{front}{problem.what}; {_INSTEAD}")
    return example
