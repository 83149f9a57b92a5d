"""TCP servers with a thread for each connection, and a limit of connections."""

from __future__ import annotations

import threading
from socketserver import ThreadingMixIn
from typing import Any

# Most connections at a time; further ones are closed at once.
_MAX_CONNECTIONS = 64


class LimitedThreadingMixIn(ThreadingMixIn):
    """Handles each connection of a server in a thread of its own, up to a limit.

    It stands in front of a class such as `TCPServer` in a list of base classes, as `ThreadingMixIn`
    does. Threads don't keep the process from ending.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, *arguments: Any, **others: Any) -> None:
        self._free = threading.BoundedSemaphore(_MAX_CONNECTIONS)
        super().__init__(*arguments, **others)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Handle a connection, or close it if there are too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)  # type: ignore[attr-defined]

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Handle a connection, and then make room for another one."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()
