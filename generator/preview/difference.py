"""The difference of samples since the last commit, as a page.

`gen diff` makes it, in a process of its own: the preview goes on meanwhile, and keeps none of the
memory that another reading of the spec needs.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path

from generator.model.text import reveal
from generator.pipeline import RenderOptions
from generator.publishing.planner import PublicationJob
from generator.system import interrupts

REVISION = "HEAD"
# Most lines of a difference that are shown, and most characters of one.
_MOST_LINES = 20_000
_LONGEST_LINE = 2_000
_CLASSES = {"+": "added", "-": "removed", "@": "place", "d": "file", "#": "reason"}


def diff_command(options: RenderOptions, job: PublicationJob, file: Path) -> list[str]:
    """Return the command that writes the difference of the samples that a page is about.

    Arguments:
        options: the options of the preview.
        job: the job of the page.
        file: the file to write to.
    """
    spec = options.spec if job.is_site else job.api.file
    words = ["diff", "--against", REVISION, "--rendered", "--exit-zero", "--spec", spec]
    # Without --operation, what no change reaches need not be rendered.
    words += ["--operation", job.subject] if job.subject else ["--changed", REVISION]
    if options.lang != ("all",):
        words += [word for value in options.lang for word in ("--lang", value)]
    words += [word for path in options.templates for word in ("--templates", path)]
    return [sys.executable, "-P", "-m", "generator", *words, "--format", f"text={file}"]


def make_difference(options: RenderOptions, job: PublicationJob) -> bytes:
    """Make the page with the difference of the samples that a page is about.

    Arguments:
        options: the options of the preview.
        job: the job of the page.

    Returns:
        A page of HTML. If `gen diff` fails, for example where there is no repository, the page says
        why.

    Raises:
        OSError: if there is no place for a temporary file.
    """
    with interrupts.temporary_folder("gen-preview-") as folder:
        file = folder / "difference"
        command = diff_command(options, job, file)

        def begin() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )

        with interrupts.running_program("process", begin) as process, process:
            messages = process.communicate()[1].decode("utf-8", "replace").splitlines()
        patch = file.read_bytes() if file.exists() else b""
    title = job.operation.title if job.operation else job.api.title
    about = "all APIs" if job.is_site else reveal(title)
    return format_page(about, messages, patch)


def format_page(about: str, messages: list[str], patch: bytes) -> bytes:
    """Format a difference as a page of HTML, in which no text of it is markup.

    Arguments:
        about: what the difference is about.
        messages: what `gen diff` printed beside the difference.
        patch: the difference, as `gen diff --format text` writes it.
    """
    notes = "".join(f"<p>{escape(line)}</p>\n" for line in messages)
    body = "".join(_format_lines(patch))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Difference of {escape(about)}</title>
<link rel="stylesheet" href="/-/preview.css">
</head>
<body class="difference">
<main>
<h1>Difference of {escape(about)} since the last commit</h1>
{notes}<pre>{body}</pre>
</main>
</body>
</html>
""".encode("utf-8", "replace")


def _format_lines(patch: bytes) -> Iterator[str]:
    """Yield the lines of a difference as HTML."""
    lines = patch.decode("utf-8", "replace").split("\n")
    for line in islice(lines, _MOST_LINES):
        kind = _CLASSES.get(line[:1], "")
        text = escape(line[:_LONGEST_LINE])
        yield f'<span class="{kind}">{text}</span>\n' if kind else f"{text}\n"
    if len(lines) > _MOST_LINES:
        yield f"… and {len(lines) - _MOST_LINES:,} more lines; gen diff prints all\n"
