"""Static pages in a real browser: what a reader sees, presses, copies and passes on."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from generator.languages.target import Target
from generator.verify.expected.cases import make_answer
from generator.verify.expected.output import output_facts, output_faults
from generator.verify.expected.request import expected_request, request_faults
from generator.verify.mock_server import MockServer
from generator.verify.runner import make_keys
from generator.verify.toolchain import build_faults, run_sample
from tests.golden.publish.site import FACE, hostile_spec, published, rendered
from tests.support import (
    EVERYTHING,
    ROOT,
    face_api,
    published_targets,
    sample_targets,
    toolchain_for,
)

pytestmark = pytest.mark.xdist_group("browser")
CHROMIUM = shutil.which("chromium")
AXE = ROOT / ".toolchains/npm/node_modules/axe-core/axe.min.js"
# Started as it is on servers: nothing of it may ask the network for anything.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run", "--disable-quic"]  # fmt: skip
DELETE, CREATE = "delete-liveness-with-verify-session", "create-liveness-with-verify-session"
RESULT = "get-liveness-with-verify-session-result"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs chromium: make toolchains")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Give a function that serves a folder on this machine, and tells where."""
    servers: list[ThreadingHTTPServer] = []

    @functools.cache
    def started(folder: Path) -> str:
        handler = functools.partial(_Quiet, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


class Visit:
    """Opens pages of a site, and notes what went wrong and what was asked for."""

    def __init__(self, browser: Browser, site: str, folder: str, **options: Any) -> None:
        self.base = f"{site}/{folder}"
        self.site = site
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.context.on("console", lambda message: self.faults.append(message.text))
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.context.on("dialog", lambda dialog: self.faults.append(dialog.message))
        self.context.on("request", lambda request: self.asked.append(request.url))

    def open(self, name: str) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.base}/{name}")
        return page

    def close(self) -> None:
        """Close it; nothing may have gone wrong, and nothing but pages have been asked for."""
        self.context.close()
        assert self.faults == []
        stray = [url for url in self.asked if not url.startswith((f"{self.site}/", "data:image/"))]
        assert stray == []
        assert all(".html" in url or url.startswith("data:") for url in self.asked), self.asked


@pytest.fixture
def visit(browser: Browser, serve: Callable[[Path], str]) -> Iterator[Callable[..., Visit]]:
    visits: list[Visit] = []

    def started(folder: Path | None = None, path: str = FACE, **options: Any) -> Visit:
        made = Visit(browser, serve(folder or published("html")), path, **options)
        visits.append(made)
        return made

    yield started
    for made in visits:
        made.close()


def tab(page: Page, name: str) -> Any:
    return page.get_by_role("tab", name=name, exact=True)


def visible_code(page: Page) -> str:
    """The text of the code that is shown, as the browser lays it out."""
    return str(page.locator(".sample:visible pre code").inner_text())


def file(operation: str, target: str, region: str | None = None) -> str:
    folder = rendered("--region", "all", "--lang", "all") if region else ROOT / "out"
    paths = (folder / FACE / operation / (region or "") / target).iterdir()
    path = min(paths, key=lambda path: len(path.name))  # that of the operation's first example
    return path.read_text("utf-8")


def test_tabs_are_worked_by_keyboard(visit: Callable[..., Visit]) -> None:
    page = visit().open(f"{DELETE}.html")
    languages = page.get_by_role("tablist", name="Language")
    expect(languages.get_by_role("tab")).to_have_count(len(published_targets()) - 1)
    expect(tab(page, "curl")).to_have_attribute("aria-selected", "true")
    tab(page, "curl").focus()
    steps = [("ArrowRight", "curl (Windows cmd)"), ("ArrowRight", "Python"), ("End", "Objective-C"),
             ("ArrowRight", "curl"), ("ArrowLeft", "Objective-C"), ("Home", "curl"),
             ("ArrowDown", "curl"), ("ArrowUp", "curl")]  # fmt: skip
    for key, name in steps:
        page.keyboard.press(key)
        expect(tab(page, name)).to_be_focused()
        expect(tab(page, name)).to_have_attribute("aria-selected", "true")
        expect(languages.locator('[role="tab"][aria-selected="true"]')).to_have_count(1)
        expect(languages.locator('[role="tab"][tabindex="0"]')).to_have_count(1)
        expect(page.locator(".sample:visible")).to_have_count(1)
        expect(page.get_by_role("tabpanel", name=name, exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".sample:visible")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_tab_is_seen_and_pressed_without_scrolling(
    visit: Callable[..., Visit], width: int
) -> None:
    page = visit(viewport={"width": width, "height": 900}).open(f"{DELETE}.html")
    for one in page.get_by_role("tab").all():
        one.evaluate("(it) => it.scrollIntoView({block: 'center', behavior: 'instant'})")
        box = one.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert one.evaluate("(it, at) => it.contains(document.elementFromPoint(...at))", at)


def test_a_line_leads_to_the_parts_of_the_page(visit: Callable[..., Visit]) -> None:
    page = visit(viewport={"width": 375, "height": 800}).open("list-liveness-sessions.html")
    parts = page.get_by_role("navigation", name="On this page").get_by_role("link")
    names = ["Request", "Parameters", "Headers", "Request body", "Responses", "More pages"]
    assert parts.all_inner_texts()[:6] == names
    for part in parts.all():
        part.click()
        expect(page.locator(str(part.get_attribute("href")))).to_be_in_viewport()
    # Errors are read in one column where the page is narrow.
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.errors td')).display") == "block"
    )


def copied(page: Page, title: str) -> str:
    """Open a tab, press its button, and return what is on the clipboard."""
    tab(page, title).click()
    panel = page.locator(".sample:visible")
    panel.get_by_role("button", name=f"Copy {title} code").click()
    expect(panel.get_by_text("Copied", exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(f"Copied {panel.get_attribute('data-file')}.")
    return str(page.evaluate("navigator.clipboard.readText()"))


CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def test_the_region_changes_the_host_in_every_sample_and_in_what_is_copied(
    visit: Callable[..., Visit],
) -> None:
    page = visit(**CLIPBOARD).open(f"{CREATE}.html")
    page.get_by_label("Region", exact=True).select_option("uksouth")
    endpoint = "https://uksouth.api.cognitive.microsoft.com"
    expect(page.locator("#url")).to_contain_text(f"{endpoint}/face/")
    page.get_by_role("button", name="Copy the URL").click()
    expect(page.get_by_role("status")).to_have_text("Copied the URL.")
    url = page.evaluate("navigator.clipboard.readText()")
    assert url.startswith(f"{endpoint}/face/v1.1-preview.1/detect")
    for title in page.get_by_role("tablist", name="Language").get_by_role("tab").all_inner_texts():
        text = copied(page, title)
        target = str(page.locator(".sample:visible").get_attribute("data-target"))
        if target == "python-client":
            assert f'FaceClient(endpoint="{endpoint}")' in text
        else:
            assert text == file(CREATE, target, "uksouth")
        assert visible_code(page).strip("\n") == text.strip("\n")


# What is copied is the file to the byte, by the test above; that a file runs, by verify.
TO_RUN = [
    target
    for target in sample_targets()
    if target.id in published_targets()
    and (EVERYTHING or not any(chain.build for chain in target.toolchains))
]


@pytest.mark.parametrize("target", TO_RUN, ids=lambda target: str(target.id))
def test_what_is_copied_from_a_tab_runs(
    target: Target, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    """Opened, copied, saved, compiled, and run; the host is the one of a server here."""
    toolchain = toolchain_for(target)
    api = face_api()
    operation = next(o for o in api.operations if o.id == CREATE)
    page = visit(**CLIPBOARD).open(f"{CREATE}.html")
    with MockServer([api]) as server:
        endpoint = server.endpoint
        page.evaluate(
            "(it) => document.querySelectorAll('.sample .h').forEach((h) => h.textContent = it)",
            endpoint,
        )
        saved = tmp_path / str(page.locator(f"#sample-{target.id}").get_attribute("data-file"))
        saved.write_text(copied(page, target.title), "utf-8")
        work = tmp_path / "work"
        work.mkdir()
        assert build_faults(toolchain, saved, work) == []
        server.answer = answer = make_answer(operation.success)
        result = run_sample(toolchain, saved, work, dict(make_keys(api)))
        assert (
            output_faults(target.expect, "success", result, output_facts(operation, answer)) == []
        )
        expected = expected_request(api, operation, {}, make_keys(api), accepts=True)
        assert request_faults(server.received, expected, 1) == []


def test_what_is_copied_of_the_client_runs(visit: Callable[..., Visit], tmp_path: Path) -> None:
    page = visit(**CLIPBOARD).open(f"{DELETE}.html")
    api = face_api()
    with MockServer([api]) as server:
        page.evaluate(
            "(it) => document.querySelectorAll('.sample .h').forEach((h) => h.textContent = it)",
            server.endpoint,
        )
        program = tmp_path / "program.py"
        program.write_text(copied(page, "Python client"), "utf-8")
        operation = next(o for o in api.operations if o.id == DELETE)
        server.answer = make_answer(operation.success)
        folder = ROOT / "out" / FACE / "python-client"
        result = subprocess.run(
            [sys.executable, "-B", program], env={"PYTHONPATH": str(folder), **make_keys(api)},
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        assert (result.returncode, result.stderr) == (0, "")
        expected = expected_request(api, operation, {}, make_keys(api), accepts=True)
        assert request_faults(server.received, expected, 1) == []


def test_the_answer_is_switched_by_status(visit: Callable[..., Visit]) -> None:
    started = visit(**CLIPBOARD)
    page = started.open(f"{CREATE}.html")
    answer = page.locator(".answer:visible")
    expect(answer).to_have_count(1)
    expect(answer).to_contain_text('"sessionId"')
    page.get_by_role("tab", name="400").click()
    assert page.url.endswith("?status=400")
    cases = page.locator(".case:visible")
    expect(cases).to_have_count(1)
    page.get_by_label("Error 400").select_option(index=1)
    expect(cases).to_contain_text('"InvalidTokenLifetime"')
    page.get_by_role("button", name="Copy the response").click()
    expect(page.get_by_role("status")).to_have_text("Copied the response.")
    assert '"InvalidTokenLifetime"' in page.evaluate("navigator.clipboard.readText()")
    other = started.open(f"{CREATE}.html?status=401#error-403-UnsupportedFeature")
    expect(other.locator(".case:visible")).to_contain_text('"UnsupportedFeature"')


def test_a_named_example_is_one_choice(visit: Callable[..., Visit]) -> None:
    started = visit()
    page = started.open("detect.html?lang=python")
    expect(page.locator(".example:visible")).to_have_count(1)
    page.get_by_label("Example", exact=True).select_option("Find the faces with their attributes")
    assert page.url.endswith("?lang=python&example=attributes")
    expect(tab(page, "Python").locator("visible=true")).to_have_attribute("aria-selected", "true")
    assert "headPose" in visible_code(page)
    page.reload()
    assert "headPose" in visible_code(page)


def test_fields_fold_and_links_unfold_them(visit: Callable[..., Visit]) -> None:
    started = visit()
    page = started.open(f"{RESULT}.html")
    row = page.locator("#response-200-result\\.response\\.body\\.livenessDecision")
    expect(row).to_be_hidden()
    expand = page.get_by_role("button", name="Expand all")
    expand.click()
    expect(row).to_be_visible()
    row.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#response-200-result.response.body.livenessDecision")
    link = page.url
    page.get_by_role("button", name="Collapse all").click()
    expect(row).to_be_hidden()
    again = started.open(link.rpartition("/")[2])
    expect(
        again.locator("#response-200-result\\.response\\.body\\.livenessDecision")
    ).to_be_in_viewport()


def test_errors_are_found_by_status_and_text(visit: Callable[..., Visit]) -> None:
    page = visit().open(f"{CREATE}.html")
    rows = page.locator(".errors tr[id]:visible")
    count = rows.count()
    page.get_by_role("button", name="400", exact=True).click()
    expect(page.locator(".errors tbody:visible")).to_have_count(1)
    page.get_by_role("button", name="All", exact=True).click()
    expect(rows).to_have_count(count)
    page.get_by_label("Filter errors").fill("lifetime range")
    expect(rows).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("Errors: 1")
    page.get_by_label("Filter errors").fill("nothing has this")
    expect(page.get_by_text("No error has that.")).to_be_visible()
    page.goto(f"{page.url.partition('#')[0]}#error-429")
    expect(page.locator("#error-429")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_the_menu_of_a_small_window(visit: Callable[..., Visit], script: bool) -> None:
    size = {"width": 375, "height": 812}
    page = visit(viewport=size, java_script_enabled=script).open(f"{DELETE}.html")
    side = page.get_by_role("navigation", name="Operations")
    expect(side).to_be_hidden()
    page.get_by_role("link", name="Menu", exact=True).click()
    expect(side).to_be_visible()
    page.get_by_role("link", name="Close the menu").click()
    expect(side).to_be_hidden()
    page.get_by_role("link", name="Menu", exact=True).click()
    side.locator("summary", has_text="Detection").click()
    side.get_by_role("link", name="Detect", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Face - Detect")
    expect(side).to_be_hidden()


def test_wide_windows_show_samples_beside_the_texts(visit: Callable[..., Visit]) -> None:
    page = visit(viewport={"width": 1100, "height": 800}).open(f"{RESULT}.html?lang=java")
    page.locator("#errors").scroll_into_view_if_needed()
    samples, answers = (
        page.locator(".samples").bounding_box(),
        page.locator(".answers").bounding_box(),
    )
    assert samples
    assert answers
    assert samples["y"] >= 0
    assert samples["y"] + samples["height"] <= answers["y"]
    assert answers["y"] + answers["height"] <= 800
    assert page.evaluate("document.querySelector('.sample:not([hidden]) pre').scrollHeight") > 400


def test_language_and_region_stay_from_page_to_page_and_in_the_url(
    visit: Callable[..., Visit],
) -> None:
    first = visit()
    page = first.open(f"{DELETE}.html")
    tab(page, "Python").click()
    page.get_by_label("Region", exact=True).select_option("japaneast")
    assert page.url.endswith("?lang=python&region=japaneast")
    page.get_by_role("navigation", name="Neighbours").get_by_role("link").last.click()
    expect(tab(page, "Python")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_label("Region", exact=True)).to_have_value("japaneast")
    assert "lang=python&region=japaneast" in page.url
    assert "https://japaneast.api.cognitive.microsoft.com" in visible_code(page)
    page.locator(".home").click()
    expect(page.get_by_label("Region", exact=True)).to_have_value("japaneast")
    root = first.open("../../index.html")
    root.get_by_role("link", name="Face API v").click()
    expect(root.get_by_label("Region", exact=True)).to_have_value("japaneast")
    assert "lang=python&region=japaneast" in root.url
    expect(page.locator("#url")).to_contain_text("https://japaneast.api")
    again = first.open("detect.html")  # what was chosen is remembered without the URL, too
    expect(tab(again, "Python")).to_have_attribute("aria-selected", "true")
    other = visit().open("detect.html?lang=ruby&region=eastus#parameters")
    expect(tab(other, "Ruby")).to_have_attribute("aria-selected", "true")
    expect(other.get_by_label("Region", exact=True)).to_have_value("eastus")
    tab(other, "PHP").click()
    assert other.url.endswith("?lang=php&region=eastus#parameters")


def test_a_url_that_names_what_there_is_not_shows_the_default(visit: Callable[..., Visit]) -> None:
    bad = "%3Cscript%3E&region=%22%3E%3Cimg%20src=x%3E"
    page = visit().open(f"{DELETE}.html?lang={bad}")
    expect(tab(page, "curl")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_label("Region", exact=True)).to_have_value("norwayeast")


def test_without_javascript_everything_is_there_to_read(visit: Callable[..., Visit]) -> None:
    page = visit(java_script_enabled=False).open(f"{DELETE}.html")
    panels = page.locator(".sample:not([data-target=python-client])")
    expect(panels).to_have_count(len(published_targets()) - 2)
    for panel in panels.all():
        expect(panel).to_be_visible()
        expect(panel.locator("h3")).to_be_visible()
        code = panel.locator("pre code").inner_text()
        assert code.strip("\n") == file(DELETE, str(panel.get_attribute("data-target"))).strip("\n")
    expect(page.locator("select")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    for answer in page.locator(".answer, .case").all():
        expect(answer).to_be_visible()
    for row in page.locator(".errors tbody tr, .fields > div").all():
        if not row.evaluate("(it) => it.parentElement.closest('details:not([open])')"):
            expect(row).to_be_visible()
    page.get_by_text("regions and their endpoints").click()
    expect(page.get_by_role("cell", name="https://uksouth.api.cognitive")).to_be_visible()


def test_where_there_is_no_clipboard_the_text_is_selected(visit: Callable[..., Visit]) -> None:
    page = visit().open(f"{DELETE}.html")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator(".sample:visible").get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Selected", exact=True)).to_be_visible()
    selected = str(page.evaluate("getSelection().toString()"))
    assert selected.strip() == visible_code(page).strip()


def test_a_page_on_disk_works_too(browser: Browser) -> None:
    context = browser.new_context()
    faults: list[str] = []
    context.on("console", lambda message: faults.append(message.text))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    page = context.new_page()
    page.goto((published("html") / FACE / f"{DELETE}.html").as_uri())
    tab(page, "Ruby").click()
    page.get_by_label("Region", exact=True).select_option("uksouth")
    page.get_by_role("link", name="Next").click()
    expect(tab(page, "Ruby")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_label("Region", exact=True)).to_have_value("uksouth")
    context.close()
    assert faults == []


# With the scheme, colours alone differ: the dark one is tried with a page of each kind.
LIGHT = [
    *[("index.html", 1280), ("../../index.html", 320), (f"{CREATE}.html#navigation", 375)],
    *[(f"{CREATE}.html", 320), ("index.html", 320), (f"{DELETE}.html", 1280)],
    *[("detect.html?lang=java", 768), (f"{RESULT}.html", 1680)],
]
DARK = LIGHT if EVERYTHING else LIGHT[:4]


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [*((*place, "light") for place in LIGHT), *((*place, "dark") for place in DARK)],
)
def test_axe_finds_nothing(
    visit: Callable[..., Visit], scheme: Literal["light", "dark"], name: str, width: int
) -> None:
    if not AXE.exists():
        pytest.skip("needs axe-core: make toolchains")
    size = {"width": width, "height": 900}
    page = visit(color_scheme=scheme, viewport=size, reduced_motion="reduce").open(name)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    told = [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]][:3])
        for rule in found["violations"]
    ]
    assert told == []
    assert len(found["passes"]) > 20


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
def test_nothing_is_wider_than_the_window_or_too_small_to_press(
    visit: Callable[..., Visit], width: int
) -> None:
    started = visit(viewport={"width": width, "height": 900})
    for name in ("index.html", "detect-from-url.html", f"{CREATE}.html?lang=objc"):
        page = started.open(name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for target in page.locator("button:visible, select:visible, summary:visible").all():
            box = target.bounding_box()
            assert box
            assert box["height"] >= 24
            assert box["width"] >= 24


def test_print_has_every_sample_whole(visit: Callable[..., Visit]) -> None:
    page = visit(color_scheme="dark").open(f"{DELETE}.html")
    page.emulate_media(media="print")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    expect(page.locator(".answers").get_by_text('"SessionNotFound"').first).to_be_visible()
    expect(page.get_by_role("cell", name="https://uksouth.api.cognitive")).to_be_visible()
    for panel in page.locator(".sample:not([data-target=python-client])").all():
        expect(panel).to_be_visible()
        expect(panel.locator("h3")).to_be_visible()
        code = panel.locator("pre code").inner_text()
        assert code.strip("\n") == file(DELETE, str(panel.get_attribute("data-target"))).strip("\n")
    expect(page.get_by_role("button")).to_have_count(0)
    assert len(page.pdf()) > 10_000


# Press what a reader could press, and bring everything into focus that can be. It is the page that
# does it: for each press from here, the browser looks through the whole page.
PRESSES = (
    "document.querySelectorAll('[role=tab]').forEach((one) => one.click())",
    "document.querySelectorAll('main *').forEach((one) => one.focus())",
    "document.querySelectorAll('dt a, .errors a')"
    ".forEach((one) => one.checkVisibility() && one.click())",
)


def test_no_value_of_a_spec_runs_as_a_script(visit: Callable[..., Visit], tmp_path: Path) -> None:
    spec = tmp_path / "bad.yaml"
    spec.write_text(hostile_spec(), "utf-8")
    started = visit(published("html", spec), "bad/v1")
    for name in ("index.html", "first-one.html", "second-one.html"):
        page = started.open(name)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        for script in PRESSES:
            page.evaluate(script)
        page.get_by_label("Region", exact=True).select_option("two")
        if page.locator(".sample").count():
            assert "https://longer-than-the-first.example.org" in visible_code(page)
        page.wait_for_timeout(100)
        assert page.evaluate("window.broken") is None
        assert len(page.frames) == 1
        assert page.locator("main img, iframe, svg, main script, [autofocus]").count() == 0
