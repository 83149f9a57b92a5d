"""Judge the requests that samples send by a validator that reads the API's document itself.

The validator is openapi-core. It runs in a process of its own, `oracle_process`, with a limit of
time and memory, since a document from elsewhere can hold a pattern that takes for ever.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from generator.system import interrupts
from generator.system.package import DISTRIBUTION, PACKAGE
from generator.verify.http_request import ReceivedRequest
from generator.verify.process import make_environment

# The most seconds for reading a document, and for judging one request.
_TO_READ = 180
_TO_JUDGE = 20
# The most bytes of memory that the process may have.
_MEMORY = 4 << 30
# How many times the process is started anew after it has died or was killed.
_STARTS = 3
_PROGRAM = "generator.verify.oracle_process"
# Header fields of a message's framing, which differ between runs and mean nothing to an API.
_FRAMING = frozenset({"host", "connection", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the oracle says of one request.

    Attributes:
        faults: a message for each fault.
        unjudged: why the request was not judged; empty if it was.
    """

    faults: tuple[str, ...] = ()
    unjudged: str = ""


class Oracle:
    """Judges requests by one OpenAPI document. Threads may share it.

    Arguments:
        document: the path of the document.
        is_made: whether gen made the document of the spec. Then the same request is judged alike
            as long as gen and its contract are the same.

    Attributes:
        unjudged: why no request can be judged; empty if they can.
        identity: a hash of what verdicts depend on, for keys of caches.
    """

    def __init__(self, document: Path, is_made: bool = False) -> None:
        self._document = document
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self._verdicts: dict[bytes, Verdict] = {}
        try:
            release = version("openapi-core")
        except PackageNotFoundError:
            release = ""
        data = b"" if is_made else document.read_bytes()
        self.identity = hashlib.sha256(f"{release}\0".encode() + data).hexdigest()
        self.unjudged = ""
        if find_spec("openapi_core") is None:
            install = f'{sys.executable} -m pip install "{DISTRIBUTION}[verify]"'
            self.unjudged = f"openapi-core is not installed: {install}"
        else:
            with self._lock:
                self.unjudged = self._start()

    def judge(
        self, request: ReceivedRequest, endpoint: str, with_values: bool, fragment: str = ""
    ) -> Verdict:
        """Judge one request.

        Arguments:
            request: the request as it arrived.
            endpoint: the scheme and host that the published sample calls.
            with_values: whether values are held against their schemas.
            fragment: what tells its operation from others with the same path in the document.
        """
        if self.unjudged:
            return Verdict(unjudged=self.unjudged)
        row = {
            "method": request.method,
            "url": endpoint + request.target,
            "fields": [field for field in request.fields if field[0].lower() not in _FRAMING],
            "body": base64.b64encode(request.body).decode(),
            "values": with_values,
            "fragment": fragment,
        }
        line = json.dumps(row).encode()
        with self._lock:
            if line not in self._verdicts:
                self._verdicts[line] = self._ask(line)
            return self._verdicts[line]

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def _ask(self, line: bytes) -> Verdict:
        """Send one request to the process, and return what it says."""
        if self._process is None and (reason := self._start()):
            return Verdict(unjudged=reason)
        answer = self._exchange(line, _TO_JUDGE)
        if answer is None:
            self._stop()
            return Verdict(unjudged=f"openapi-core took more than {_TO_JUDGE} s, or died")
        return Verdict(tuple(answer.get("faults", ())), str(answer.get("unjudged", "")))

    def _start(self) -> str:
        """Start the process; return why it can't judge, empty if it can."""
        if self._starts == _STARTS:
            return f"openapi-core was killed or died {_STARTS} times"
        self._starts += 1

        def begin() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [sys.executable, "-P", "-m", _PROGRAM],
                env=make_environment({"PYTHONPATH": str(PACKAGE.parent)}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

        self._process = interrupts.start_program("group", begin)
        first = {"document": str(self._document.resolve()), "memory": _MEMORY}
        answer = self._exchange(json.dumps(first).encode(), _TO_READ)
        if answer is None:
            self._stop()
            return f"openapi-core took more than {_TO_READ} s for the document, or died"
        if reason := answer.get("unjudged", ""):
            self._stop()
            self._starts = _STARTS
        return str(reason)

    def _exchange(self, line: bytes, seconds: float) -> dict[str, list[str] | str] | None:
        """Send a line and read one; None if that takes too long or the process has ended."""
        process = self._process
        assert process is not None
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            return self._exchange_lines(stdin, stdout, line)
        except (OSError, ValueError):
            return None
        finally:
            timer.cancel()

    @staticmethod
    def _exchange_lines(
        stdin: IO[bytes], stdout: IO[bytes], line: bytes
    ) -> dict[str, list[str] | str] | None:
        stdin.write(line + b"\n")
        stdin.flush()
        line = stdout.readline()
        answer: dict[str, list[str] | str] | None = json.loads(line) if line else None
        return answer

    def _stop(self) -> None:
        """End the process if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream and stream.close()
        process.wait()
        interrupts.unregister_process("group", process)
