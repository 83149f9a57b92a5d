"""What the server of a preview answers, and whom it refuses."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from generator.errors import GenError
from generator.preview.difference import format_page
from generator.preview.server import PreviewServer
from generator.publishing.planner import PublicationJob
from tests.unit.preview.conftest import FOLDER, Project

PAGE = f"/{FOLDER}/get-item.html"


@dataclass
class Client:
    """Asks a server."""

    server: PreviewServer

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        port = self.server.server_port
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        fields = {"Host": f"127.0.0.1:{port}"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        client.putrequest(method, path, skip_host=True)
        for name, value in fields.items():
            client.putheader(name, value)
        client.endheaders()
        response = client.getresponse()
        made = response.status, response.headers, response.read()
        client.close()
        return made


@pytest.fixture
def client(project: Project) -> Iterator[Client]:
    def compare(job: PublicationJob) -> bytes:
        return format_page(job.subject, [], b"")

    project.preview.update()
    server = PreviewServer(project.preview, compare, 0)
    server.start()
    yield Client(server)
    server.stop()


def test_a_page_is_served_as_it_is_published(client: Client, project: Project) -> None:
    status, headers, body = client.ask(PAGE)
    assert (status, body) == (200, project.preview.page(PAGE[1:]))
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["X-Frame-Options"] == "SAMEORIGIN" and headers["Cache-Control"] == "no-store"
    for path in ("/", f"/{FOLDER}/"):
        assert client.ask(path)[2] == project.preview.page(f"{path[1:]}index.html")
    assert client.ask(PAGE, "HEAD")[::2] == (200, b"")


def test_markdown_is_no_page_to_a_browser(client: Client) -> None:
    for path in ("/llms.txt", f"{PAGE}.md"):
        status, headers, _ = client.ask(path)
        assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")


def test_a_reader_who_opens_a_page_gets_the_frame(client: Client) -> None:
    status, headers, body = client.ask(PAGE, Sec_Fetch_Dest="document")
    assert status == 200 and b'<iframe id="page"' in body
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert client.ask(PAGE, Sec_Fetch_Dest="iframe")[2] != body
    for name in ("preview.js", "preview.css"):
        assert client.ask(f"/-/{name}")[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{}", "127.0.0.1.evil.example:{}", "127.0.0.1:1", ""]
)
@pytest.mark.parametrize("path", [PAGE, "/-/state?page=/", "/-/preview.js"])
def test_another_host_is_refused(client: Client, host: str, path: str) -> None:
    status, _, body = client.ask(path, Host=host.format(client.server.server_port))
    assert status == 403 and body.startswith(b"this is no name of this server")


def test_localhost_is_a_name_of_it(client: Client) -> None:
    assert client.ask("/", Host=f"LocalHost:{client.server.server_port}")[0] == 200


def test_another_site_may_link_here_and_no_more(client: Client) -> None:
    foreign = {"Sec_Fetch_Site": "cross-site"}
    path = f"/-/difference{PAGE}"
    assert client.ask(path, Sec_Fetch_Mode="no-cors", **foreign)[0] == 403
    assert client.ask(path, Sec_Fetch_Mode="navigate", **foreign)[0] == 200
    assert client.ask(path, Sec_Fetch_Site="same-origin")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/gen.toml", "/spec/shop.yaml", "/../spec/shop.yaml", "/%2e%2e/spec/shop.yaml", "//etc/passwd",
     "/-/server.py", "/-/../server.py", "/-/frame.html/", "//[", "/-/difference/spec/shop.yaml",
     "/\\x"],
)  # fmt: skip
def test_no_other_file_is_served(client: Client, path: str) -> None:
    status, _, body = client.ask(path)
    assert status == 404 and b"There is no such page now." in body and b"shop" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "CONNECT"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    status, headers, _ = client.ask("/", method)
    assert status == 501 and "Access-Control-Allow-Origin" not in headers


def test_what_is_no_http_is_refused(client: Client) -> None:
    with socket.create_connection(("127.0.0.1", client.server.server_port), timeout=10) as made:
        made.sendall(b"\x16\x03\x01<script>\r\n\r\n")
        assert b"<script>" not in made.recv(4096)
    assert client.ask("/")[0] == 200


def test_the_state_has_all_faults(client: Client, project: Project) -> None:
    project.write(project.text.replace("title: Get", "title: Get\n    <b>: 1\n    worse: 2"))
    project.preview.update()
    _, headers, body = client.ask(f"/-/state?page={PAGE}&version=")
    state = json.loads(body)
    assert headers["Content-Type"] == "application/json"
    assert [fault["line"] for fault in state["faults"]] == ["    <b>: 1", "    worse: 2"]


def test_a_second_server_at_a_port_says_so(client: Client, project: Project) -> None:
    port = client.server.server_port
    with pytest.raises(GenError) as caught:
        PreviewServer(project.preview, client.server.make_difference, port)
    assert str(caught.value) == (
        f"127.0.0.1:{port}: another program listens here, such as another gen preview; "
        f"open http://127.0.0.1:{port}/, or choose another --port"
    )


def test_no_value_is_markup_in_a_difference() -> None:
    hostile = "<script>alert(1)</script>&\"'"
    page = format_page(hostile, [hostile], f"+{hostile}\n-a\n \ud800\n".encode("utf-8", "replace"))
    assert b"<script" not in page and page.count(b"&lt;script&gt;") == 4
    assert b'<span class="added">+&lt;script' in page and b'<span class="removed">-a</span>' in page
