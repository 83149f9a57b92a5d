"""Named examples and the author's samples of a spec: what is sent, which files there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ProblemsError
from generator.languages.target import Target
from generator.model.api import Api
from generator.model.values import plain
from generator.plan import Plan, make_plan
from generator.rendering.overrides import parameter_values
from generator.rendering.renderer import render
from generator.rendering.request import Binding, bind, make_request
from generator.review.model_diff import model_differences
from generator.review.sentences import plain as plain_phrase
from generator.spec.loader import load
from generator.verify.expected.request import expected_request
from generator.verify.runner import Settings, verify
from generator.verify.stage import LocalRunner
from tests.support import LAYERS, languages, sample_targets, toolchain_for

SPEC = """\
api: {id: shop, title: Shop, version: v1}
endpoint: https://shop.example.com
operations:
  add-thing:
    title: Add a thing
    summary: Add one thing.
    method: POST
    path: /shelves/{shelf}
    parameters:
      shelf: {description: The shelf., example: lobby}
      top: {in: query, type: integer, description: How many.}
    body:
      fields: {name: {description: Its name., example: Cup}, size: {description: How big.}}
    responses: {204: It is there.}
"""
EXAMPLES = """\
    examples:
      first: {title: First}
      second: {title: Second, parameters: {top: 5}, body: {size: big}}
      third: {title: Third, parameters: {shelf: a}, body: {}}
"""


def shop(folder: Path, more: str = EXAMPLES, text: str = SPEC) -> Api:
    file = folder / "shop.yaml"
    file.write_text(text + more, "utf-8")
    return load(file)[0]


def planned(api: Api, *targets: str) -> Plan:
    return make_plan([api], languages(), bind, targets)


def target(id_: str) -> Target:
    return next(target for target in sample_targets() if target.id == id_)


def test_each_example_has_a_file_and_the_first_that_of_the_operation(tmp_path: Path) -> None:
    plan = planned(shop(tmp_path), "python", "java", "curl", "reference")
    paths = {job.path.removeprefix("shop/v1/add-thing/") for job in plan.jobs if job.wanted}
    assert paths == {
        "python/add_thing.py", "python/add_thing_second.py", "python/add_thing_third.py",
        "java/AddThing.java", "java/AddThingSecond.java", "java/AddThingThird.java",
        "curl/add-thing.sh", "curl/add-thing-second.sh", "curl/add-thing-third.sh",
        "reference/reference.md",
    }  # fmt: skip


def test_the_order_of_further_examples_changes_no_file(tmp_path: Path) -> None:
    def files(more: str) -> dict[str, bytes]:
        return render(planned(shop(tmp_path, more), "python").jobs, languages(), LAYERS)

    lines = EXAMPLES.splitlines(keepends=True)
    assert files(EXAMPLES) == files("".join([*lines[:2], lines[3], lines[2]]))


def test_an_example_of_nothing_changes_no_sample(tmp_path: Path) -> None:
    without = render(planned(shop(tmp_path, ""), "python").jobs, languages(), LAYERS)
    only_first = "".join(EXAMPLES.splitlines(keepends=True)[:2])
    path = "shop/v1/add-thing/python/add_thing.py"
    made = render(planned(shop(tmp_path, only_first), "python").jobs, languages(), LAYERS)
    assert made[path] == without[path]


def test_values_of_the_command_line_come_before_those_of_examples(tmp_path: Path) -> None:
    api = shop(tmp_path)
    values = parameter_values([api], [], ["top=7"])
    binding = Binding("https://x", 7, values)
    sent = [
        {str(plain(name)): plain(value) for name, value in request.parameters}
        for variant in api.operations[0].variants
        for request in (make_request(api, api.operations[0], binding, variant),)
    ]
    assert sent == [
        {"shelf": "lobby", "top": "7"}, {"shelf": "lobby", "top": "7"}, {"shelf": "a", "top": "7"},
    ]  # fmt: skip


def test_what_is_expected_of_a_sample_is_looked_up_by_its_id(tmp_path: Path) -> None:
    api = shop(tmp_path)
    made = [expected_request(api, api.operations[0], {}, {}, False, id_) for id_ in (
        "", "first", "second", "third",
    )]  # fmt: skip
    assert [row.query for row in made] == [(), (), ((b"top", b"5"),), ()]
    bodies = [None if row.body is None else row.body.data for row in made]
    assert bodies == [{}, {}, {"size": "big"}, {}]
    assert made[3].segments == (b"shelves", b"a")
    with pytest.raises(LookupError, match="has no example fourth"):
        expected_request(api, api.operations[0], {}, {}, False, "fourth")


def test_the_sample_of_another_example_fails(tmp_path: Path) -> None:
    api = shop(tmp_path)
    toolchain_for(target("python"))
    jobs = planned(api, "python").jobs
    files = render(jobs, languages(), LAYERS)

    class Swapped(LocalRunner):
        """Writes the sample of the third example in the place of that of the second."""

        def open(self, job, published, folder, stack):  # type: ignore[no-untyped-def]
            copy = super().open(job, published, folder, stack)
            if job.variant.id == "second":
                text = copy.file.read_text("utf-8")
                copy.file.write_text(text.replace('{"size": "big"}', "{}"), "utf-8")
            return copy

    settings = Settings(2, cases=frozenset({"204"}))
    results = verify(jobs, files, Swapped(languages(), LAYERS), settings)
    failed = {r.job.variant.id: [f for c in r.cells for f in c.faults] for r in results if r.failed}
    assert list(failed) == ["second"]
    assert 'body {}, expected {"size": "big"}' in failed["second"]


def differences(old: Api, new: Api) -> list[str]:
    return [plain_phrase(difference.phrase) for difference in model_differences(old, new)]


def test_differences_name_examples(tmp_path: Path) -> None:
    old = shop(tmp_path)
    changed = (
        EXAMPLES.replace("top: 5", "top: 6").replace("Third", "Last").replace(", body: {}", "")
    )
    assert differences(old, shop(tmp_path, changed)) == [
        "example second of add-thing changed: parameter top 5 is now 6",
        "example third of add-thing renamed",
        "example third of add-thing changed: body is gone",
    ]
    lines = EXAMPLES.splitlines(keepends=True)
    other = "      fourth: {title: Fourth}\n"
    assert differences(old, shop(tmp_path, "".join([lines[0], lines[2], lines[1], other]))) == [
        "order of examples of add-thing changed",
        "example fourth added to add-thing",
        "example third is gone from add-thing",
    ]
    assert differences(old, shop(tmp_path, "")) == [
        f"example {id_} is gone from add-thing" for id_ in ("first", "second", "third")
    ]


def test_an_old_example_does_not_stop_the_search_for_causes(tmp_path: Path) -> None:
    """The body changes from JSON to text: a step in between has the old value as text."""
    old = shop(tmp_path)
    head, _, tail = SPEC.partition("    body:")
    body = "    body: {type: string, mediaType: text/plain, example: Cup}"
    text = f"{head}{body}\n    responses{tail.partition('    responses')[2]}"
    new = shop(
        tmp_path, "    examples: {first: {title: First}, second: {title: S, body: b}}\n", text
    )
    last = model_differences(old, new)[-1].step
    assert last == new


OWN = "    samples: {ruby: mine/add.rb}\n"


def with_own(folder: Path, data: bytes, more: str = OWN, text: str = SPEC) -> Api:
    (folder / "mine").mkdir(exist_ok=True)
    (folder / "mine/add.rb").write_bytes(data)
    return shop(folder, more, text)


def test_the_authors_sample_is_copied_byte_for_byte(tmp_path: Path) -> None:
    data = "# é\r\nputs 1 \r\n\r\nputs '\u2028'".encode()
    api = with_own(tmp_path, data)
    path = "shop/v1/add-thing/ruby/add_thing.rb"
    files = render(planned(api, "ruby", "python", "reference").jobs, languages(), LAYERS)
    assert files[path] == data
    assert b"puts 1" in files["shop/v1/add-thing/reference/reference.md"]
    tagged = SPEC.replace("operations:", "publish: {snippetTags: sphinx}\noperations:")
    files = render(planned(with_own(tmp_path, data, text=tagged), "ruby").jobs, languages(), LAYERS)
    assert files == {path: data}


def test_a_target_that_makes_no_samples_is_an_error(tmp_path: Path) -> None:
    for id_ in ("rubby", "reference", "python-client"):
        api = with_own(tmp_path, b"1", OWN.replace("ruby", id_))
        with pytest.raises(ProblemsError, match=f"shop.yaml:15:15: there is no target {id_} that"):
            planned(api, "python")


def test_the_authors_sample_may_be_outdated(tmp_path: Path) -> None:
    old = with_own(tmp_path, b"puts 1")
    top = SPEC.replace("top:", "limit:")
    told = differences(old, with_own(tmp_path, b"puts 1", text=top))
    outdated = "your ruby sample mine/add.rb of add-thing may be outdated: the operation changed, "
    assert told[-1] == f"{outdated}its file did not"
    assert not any("outdated" in line for line in differences(
        old, with_own(tmp_path, b"puts 2", text=top)
    ))  # fmt: skip
    reworded = SPEC.replace("Add one thing.", "Add a thing.")
    assert len(differences(old, with_own(tmp_path, b"puts 1", text=reworded))) == 1
    name = "your ruby sample mine/add.rb of add-thing"
    assert differences(old, with_own(tmp_path, b"puts 2")) == [f"{name} changed"]
    assert differences(shop(tmp_path, ""), old) == [f"{name} added"]
    assert differences(old, shop(tmp_path, "")) == [f"{name} is gone"]


def test_a_file_behind_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "spec"
    (folder / "mine").mkdir(parents=True)
    (tmp_path / "secret.rb").write_text("puts 1\n", "utf-8")
    (folder / "mine/add.rb").symlink_to("../../secret.rb")
    with pytest.raises(
        ProblemsError, match=r"mine/add\.rb is not read: this leads out of the folder"
    ):
        shop(folder, OWN)
