"""Answer the requests that arrive on stdin."""

from __future__ import annotations

import base64
import json
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from openapi_core.exceptions import OpenAPIError

from generator.verify.oracle_process.document import UnjudgedError
from generator.verify.oracle_process.judge import Judge
from generator.verify.oracle_process.messages import causes, cut, error_messages
from generator.verify.oracle_process.requests import Request


def _limit_memory(most: int) -> None:
    """Let this program have no more than so many bytes of memory, where the system can."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answer(judge: Judge, row: Mapping[str, Any]) -> dict[str, Any]:
    """Judge one request."""
    body = base64.b64decode(row["body"])
    fields = [(name, value) for name, value in row["fields"]]
    request = Request(row["method"], row["url"], fields, body or None, row["fragment"])
    try:
        return {"faults": judge.faults(request, row["values"])}
    except OpenAPIError as error:
        return {"faults": error_messages(error)}
    except Exception as error:  # a fault of the library or of the document
        for cause in causes(error):
            if isinstance(cause, UnjudgedError):
                return {"unjudged": str(cause)}
        return {"unjudged": f"openapi-core fails: {type(error).__name__}: {cut(str(error))}"}


def main() -> None:
    """Answer the lines of stdin."""
    warnings.simplefilter("ignore")
    first = json.loads(sys.stdin.readline())
    _limit_memory(first["memory"])
    judge = None
    try:
        judge = Judge(Path(first["document"]))
        answer: dict[str, Any] = {}
    except UnjudgedError as error:
        answer = {"unjudged": str(error)}
    except Exception as error:  # a fault of the library or of the document
        answer = {"unjudged": f"the document can't be read: {type(error).__name__}: {error}"}
    _write(answer)
    for line in sys.stdin if judge else ():
        assert judge is not None
        _write(_answer(judge, json.loads(line)))


def _write(answer: Mapping[str, Any]) -> None:
    """Write an answer on a line of its own."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
