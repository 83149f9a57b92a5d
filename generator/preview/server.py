"""The server of a preview: pages for the browser of this machine, and no file of it.

A browser that opens a page gets a frame of the preview's own. In it are the page, the same to the
byte as `gen publish` writes it, and what is wrong with today's inputs. A browser says by the header
Sec-Fetch-Dest (https://www.w3.org/TR/fetch-metadata/) whether it asks for the frame or for what is
in it.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from generator.errors import GenError
from generator.preview.preview import Preview
from generator.publishing.planner import PublicationJob

HOST = "127.0.0.1"
# Where the preview's own files are. No API has a folder of this name.
_OWN = "/-/"
_DIFFERENCE = f"{_OWN}difference/"
_FILES = {"preview.css": "text/css", "preview.js": "text/javascript"}
# Most connections at a time, each with its own thread; further ones are closed at once.
_MAX_CONNECTIONS = 64
# Seconds for which a browser waits for the next change, and may take to send a request.
_WAIT = 25
_PATIENCE = 30
# Nothing but the preview's own files may run in its frame, and no other site may show it.
_FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_DIFFERENCE_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'self'"
_HEADERS = (
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("Vary", "Sec-Fetch-Dest"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
)
_NO_PAGE = "There is no such page now."
_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
# Makes the page with the difference of what a page is about.
MakeDifference = Callable[[PublicationJob], bytes]


class PreviewServer(ThreadingMixIn, HTTPServer):
    """A server on this machine's own address, with a thread for each connection.

    Arguments:
        preview: what to show.
        make_difference: makes the page with the difference since the last commit.
        port: the port to listen at; 0 for any that is free.

    Raises:
        GenError: if the server can't listen at the port.
    """

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name == "posix"  # elsewhere, a second server could share the port
    allow_reuse_port = False
    request_queue_size = 128

    def __init__(self, preview: Preview, make_difference: MakeDifference, port: int) -> None:
        self.preview = preview
        self.make_difference = make_difference
        self.comparing = threading.Lock()
        self._free = threading.BoundedSemaphore(_MAX_CONNECTIONS)
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise GenError(_listen_message(port, error)) from error

    @property
    def url(self) -> str:
        """The URL of the first page."""
        return f"http://{HOST}:{self.server_port}/"

    def server_bind(self) -> None:
        """Bind the socket, without a look at how the network names this machine."""
        super(HTTPServer, self).server_bind()
        self.server_name, self.server_port = HOST, self.server_address[1]

    def start(self) -> None:
        """Answer requests, in threads of their own, until `stop`."""
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Handle a connection, or close it if there are too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Handle a connection, and then make room for another one."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing about a connection that the browser has closed; anything else is a bug."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _listen_message(port: int, error: OSError) -> str:
    """Say why the server can't listen, and what to do."""
    if error.errno == errno.EADDRINUSE:
        what = f"{HOST}:{port}: another program listens here, such as another gen preview"
        return f"{what}; open http://{HOST}:{port}/, or choose another --port"
    return f"{HOST}:{port}: can't listen here ({error.strerror or error}); choose another --port"


@cache
def _own_file(name: str) -> bytes:
    """Return one of the preview's own files."""
    return Path(__file__).with_name(name).read_bytes()


class _Handler(BaseHTTPRequestHandler):
    """Answers one request, and closes the connection."""

    server: PreviewServer
    timeout = _PATIENCE
    server_version = "gen"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer GET."""
        with suppress(OSError):  # the browser did not wait for the answer
            refusal = self._refusal()
            if refusal:
                self._send(403, refusal.encode(), "text/plain; charset=utf-8")
            else:
                self._answer()

    do_HEAD = do_GET  # noqa: N815

    def _refusal(self) -> str:
        """Say why a request is refused; empty if it is not.

        A page of a stranger can give its own host the address of this machine, and then read what
        this server answers (DNS rebinding). Its requests still name its host.
        """
        hosts = self.headers.get_all("Host") or []
        port = self.server.server_port
        own = {f"{HOST}:{port}", f"localhost:{port}", *((HOST, "localhost") if port == 80 else ())}
        if len(hosts) != 1 or hosts[0].strip().lower() not in own:
            return f"this is no name of this server; open {self.server.url}\n"
        is_foreign = self.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if is_foreign and self.headers.get("Sec-Fetch-Mode") != "navigate":
            return "another site asks for this, which only a reader may\n"
        return ""

    def _answer(self) -> None:
        """Answer a request that is not refused."""
        try:
            url = urlsplit(self.path)
        except ValueError:  # such as a host with one bracket
            self._send_message(404, _NO_PAGE)
            return
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        name = url.path.removeprefix(_OWN)
        if url.path == f"{_OWN}state":
            page = _page_path(query.get("page", ""))
            state = self.server.preview.wait(page, query.get("version", ""), _WAIT)
            self._send(200, json.dumps(state.as_json()).encode(), "application/json")
        elif url.path.startswith(_OWN) and name in _FILES:
            self._send(200, _own_file(name), f"{_FILES[name]}; charset=utf-8")
        elif self.headers.get("Sec-Fetch-Dest") == "document":
            self._send(200, _own_file("frame.html"), _HTML, _FRAME_POLICY)
        elif url.path.startswith(_DIFFERENCE):
            self._send_difference(_page_path(url.path.removeprefix(_DIFFERENCE)))
        else:
            self._send_page(_page_path(url.path))

    def _send_page(self, path: str) -> None:
        """Send a page, as `gen publish` would write it."""
        page = self.server.preview.page(path)
        if page is not None:
            # A browser must never take Markdown for a page, which could have scripts.
            self._send(200, page, _HTML if path.endswith(".html") else _TEXT)
        else:
            self._send_message(404, _NO_PAGE)

    def _send_difference(self, path: str) -> None:
        """Send the difference of what a page is about, one at a time."""
        site = self.server.preview.site
        job = None if site is None else site.jobs.get(path)
        if job is None:
            self._send_message(404, _NO_PAGE)
        elif not self.server.comparing.acquire(timeout=_PATIENCE):
            self._send_message(503, "Another difference is being made. Try again.")
        else:
            try:
                page = self.server.make_difference(job)
            finally:
                self.server.comparing.release()
            self._send(200, page, _HTML, _DIFFERENCE_POLICY)

    def _send_message(self, status: int, text: str) -> None:
        """Send a page of one sentence."""
        head = '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/-/preview.css">'
        page = f'{head}<p>{escape(text)} <a href="/">All pages</a></p>\n'
        self._send(status, page.encode(), _HTML, _DIFFERENCE_POLICY)

    def _send(self, status: int, body: bytes, kind: str, policy: str = "") -> None:
        """Send an answer.

        Arguments:
            status: the status of HTTP.
            body: the body, which HEAD does not get.
            kind: the media type.
            policy: the Content-Security-Policy; empty for none, as pages have their own.
        """
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in _HEADERS:
            self.send_header(name, value)
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Refuse a request that is no HTTP, or has another method, without quoting it."""
        with suppress(OSError):
            self.command = getattr(self, "command", None) or ""
            self._send(code, b"this server answers GET and HEAD\n", _TEXT)

    def log_message(self, *_: object) -> None:
        """Print nothing about requests."""


def _page_path(path: str) -> str:
    """Return the path of a page in the site, which that of a folder stands for, too."""
    name = unquote(path).lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name
