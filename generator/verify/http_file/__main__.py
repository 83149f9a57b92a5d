"""Send the requests of .http files, one after the other, and print what comes back."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from generator.verify.http_file.parser import (
    HttpFileError,
    Request,
    fill_request,
    read_requests,
)
from generator.verify.http_file.sender import NoAnswerError, send


def main() -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(prog="http_file", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only read the files")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    try:
        requests = [request for file in arguments.files for request in read_requests(file)]
        for request in () if arguments.check else requests:
            if fault := _run(request):
                sys.stderr.write(f"{fault}\n")
                return 1
    except HttpFileError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except NoAnswerError as error:
        sys.stderr.write(f"No answer: {error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
        return 2
    return 0


def _run(request: Request) -> str:
    """Send a request, and print or save the answer; return what is wrong, empty if nothing is.

    The body of the answer goes to stdout as it came, the status line and the headers to stderr.
    """
    answer = send(fill_request(request, os.environ), request.timeout)
    if answer.status >= 300:
        return f"HTTP {answer.status}: {answer.body.decode(errors='replace')}"
    sys.stderr.write(f"{answer.head}\n\n")
    sys.stderr.flush()
    if request.output is not None:
        Path(request.output).write_bytes(answer.body)
    else:
        sys.stdout.buffer.write(answer.body)
        sys.stdout.buffer.flush()
    return ""


if __name__ == "__main__":
    raise SystemExit(main())
