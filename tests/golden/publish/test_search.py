"""The search of static pages in a real browser: by its key, by keyboard, with hostile texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .site import hostile_spec, published
from .test_browser import AXE, Visit, browser, serve, visit

__all__ = ["browser", "serve", "visit"]  # fixtures
pytestmark = pytest.mark.xdist_group("browser")


def opened(page: Page) -> Page:
    """Open the search of a page by its key."""
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Operations, paths")).to_be_focused()
    return page


def results(page: Page) -> Locator:
    """The results, which are no options of the region's list."""
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def test_a_key_opens_the_search_and_the_keyboard_works_it(visit: Callable[..., Visit]) -> None:
    page = opened(visit().open("detect.html?lang=ruby&region=uksouth"))
    page.keyboard.type("SessionNotFound")
    box = page.get_by_role("combobox", name="Operations, paths")
    options = results(page)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").first).to_have_text(f"{options.count()} results")
    for key, at in (("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", options.count() - 1),
                    ("ArrowDown", 0)):  # fmt: skip
        page.keyboard.press(key)
        expect(options.nth(at)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", f"found-{at}")
        expect(page.locator('[role="option"][aria-selected="true"]')).to_have_count(1)
    assert "q=SessionNotFound" in page.url
    page.keyboard.press("Enter")
    page.wait_for_url("**/delete-liveness-with-verify-session.html?*#error-404-SessionNotFound")
    assert "lang=ruby&region=uksouth" in page.url
    page.go_back()
    expect(box).to_have_value("SessionNotFound")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(results(page)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_visible_control_opens_it_too(visit: Callable[..., Visit]) -> None:
    for width in (375, 1280):
        page = visit(viewport={"width": width, "height": 700}).open("index.html?lang=php")
        page.get_by_role("link", name="Search").click()
        page.get_by_role("combobox", name="Operations, paths").fill("width")
        results(page).filter(has_text="faceRectangle.width").first.click()
        assert "lang=php" in page.url
        assert "faceRectangle.width" in page.url


def test_the_index_of_all_apis_searches_all_of_them(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    for name, noun in (("cats", "Cat"), ("dogs", "Dog")):
        (tmp_path / f"{name}.yaml").write_text(
            f"api: {{id: {name}, title: {noun}s, version: v1}}\nendpoint: https://example.com\n"
            f"operations:\n  get-{noun.lower()}: {{title: Get a {noun.lower()}, summary: Get it., "
            "method: GET, path: /pet, parameters: {size: {description: How big., in: query}}, "
            "responses: {200: Fine.}}\n",
            "utf-8",
        )
    page = visit(published("html", tmp_path), ".").open("index.html?lang=php")
    page.keyboard.press("/")
    page.keyboard.type("dog")
    expect(results(page)).to_have_count(1)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("size")
    expect(results(page)).to_have_text([r"query parameter size Cats v1 › Get a cat",
                                        r"query parameter size Dogs v1 › Get a dog"])  # fmt: skip
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dogs/v1/get-dog.html?lang=php*#parameter-size")


def test_each_result_leads_to_a_place_that_there_is(visit: Callable[..., Visit]) -> None:
    started = visit()
    page = started.open("index.search.html?q=session")
    links = {str(link.get_attribute("href")) for link in results(page).all()}
    assert len(links) > 20
    for link in sorted(links)[::5]:
        shown = started.open(link)
        if "#" in link:
            expect(shown.locator(f'[id="{link.partition("#")[2]}"]')).to_have_count(1)


def test_the_key_stays_a_character_where_one_writes(visit: Callable[..., Visit]) -> None:
    page = visit().open("index.search.html")
    page.keyboard.type("face/v1")
    expect(page.get_by_role("combobox", name="Operations, paths")).to_have_value("face/v1")


def test_without_javascript_there_is_none(visit: Callable[..., Visit]) -> None:
    started = visit(java_script_enabled=False)
    page = started.open("detect.html")
    expect(page.get_by_role("link", name="Search")).to_have_count(0)
    page = started.open("index.search.html")
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("link", name="All operations").click()
    expect(page.get_by_role("link", name="Face - Detect").first).to_be_visible()


def test_no_text_of_the_index_runs_or_makes_an_element(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    spec = tmp_path / "bad.yaml"
    spec.write_text(hostile_spec(), "utf-8")
    page = visit(published("html", spec), "bad/v1").open("index.search.html")
    box = page.get_by_role("combobox", name="Operations, paths")
    for words in ("script", "broken", "</script>", "<!--", "first-one", "x-key", "200 \u2028"):
        box.fill(words)
        page.wait_for_timeout(20)
        known = "#found > :not(a), #found a > :not(span), #found span > *"
        assert page.locator(known).count() == 0
    box.fill("script")
    expect(results(page).first).to_be_visible()
    assert page.evaluate("window.broken") is None
    assert len(page.frames) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_results(visit: Callable[..., Visit], scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("needs axe-core: make toolchains")
    page = visit(color_scheme=scheme, reduced_motion="reduce").open("index.search.html?q=face")
    expect(results(page).first).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
