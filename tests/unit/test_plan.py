"""Which files a run makes, and what `--lang`, `--operation` and `--set` may name."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import GenError, ProblemsError
from generator.model.api import Api
from generator.model.values import plain
from generator.plan import Plan, make_plan
from generator.rendering.overrides import parameter_values
from generator.rendering.request import bind
from generator.spec.loader import load
from tests.support import languages, reference_api

SPEC = """\
api: {{id: {id}, title: Shop, version: {version}}}
endpoint: https://shop.example.com
operations:
  get-item:
    title: Get
    summary: Get an item.
    method: GET
    path: /items/{{id}}
    parameters:
      id: {{description: Of the item., example: a}}
      X-Trace: {{in: header, description: A trace.}}
      filter: {{in: query, description: A filter.}}
    responses: {{200: Done.}}
  json:
    title: JSON
    summary: Named like a module of Python.
    method: GET
    path: /json
    parameters:
      id: {{in: header, description: Elsewhere a path parameter.}}
      only-here: {{in: query, description: Another one.}}
    responses: {{200: Done.}}
{publish}
"""


def shop(folder: Path, publish: str = "", id_: str = "shop", version: str = "v1") -> Api:
    """Read a spec with two operations; `publish` is a list of targets."""
    line = f"publish: {{targets: [{publish}]}}" if publish else ""
    file = folder / f"{id_}-{version}.yaml"
    file.write_text(SPEC.format(id=id_, version=version, publish=line), "utf-8")
    return load(file)[0]


def planned(api: Api, *targets: str, operations: tuple[str, ...] = ()) -> Plan:
    return make_plan([api], languages(), bind, targets or ("all",), operations)


def wanted(plan: Plan, operation: str = "get-item") -> list[str]:
    return [j.target.id for j in plan.jobs if j.wanted and j.operation.id == operation]


def shown(plan: Plan) -> list[str]:
    return [j.target.id for j in plan.jobs if not j.wanted and j.operation.id == "get-item"]


def test_all_is_what_the_spec_publishes_in_its_order(tmp_path: Path) -> None:
    plan = planned(shop(tmp_path, "ruby, reference, curl-cmd, python"))
    assert wanted(plan) == ["ruby", "reference", "curl-cmd", "python"]
    assert (plan.targets, plan.operations, shown(plan)) == (None, None, [])


def test_without_publish_each_language_gives_its_default_target_and_no_page(
    tmp_path: Path,
) -> None:
    folders = [
        "curl",
        "python",
        "javascript",
        "typescript",
        "java",
        "kotlin",
        "csharp",
        "go",
        "php",
        "ruby",
        "objc",
    ]
    assert wanted(planned(shop(tmp_path))) == folders


def test_the_repository_publishes_all_its_targets() -> None:
    plan = planned(reference_api())
    assert len(plan.jobs) + 1 == len(reference_api().targets or ()) >= 12
    assert len({job.folder for job in plan.clients}) == 1
    assert all(job.wanted for job in plan.files)


def test_asked_targets_need_not_be_published(tmp_path: Path) -> None:
    plan = planned(shop(tmp_path, "ruby"), "curl-cmd", "python", "curl-cmd")
    assert wanted(plan) == ["curl-cmd", "python"]
    assert plan.targets == frozenset({"curl-cmd", "python"})


def test_all_and_one_more_is_both(tmp_path: Path) -> None:
    plan = planned(shop(tmp_path, "ruby, php"), "all", "python")
    assert wanted(plan) == ["ruby", "php", "python"]
    assert plan.targets is None


def test_a_page_shows_the_published_samples_whatever_is_asked(tmp_path: Path) -> None:
    plan = planned(shop(tmp_path, "ruby, php, reference"), "reference", "python")
    assert wanted(plan) == ["reference", "python"]
    assert shown(plan) == ["ruby", "php"]


def test_a_page_that_is_asked_for_alone_shows_default_targets_without_publish(
    tmp_path: Path,
) -> None:
    plan = planned(shop(tmp_path), "reference")
    assert wanted(plan) == ["reference"]
    assert "curl" in shown(plan)
    assert "curl-cmd" not in shown(plan)


def test_samples_alone_render_nothing_for_pages(tmp_path: Path) -> None:
    assert shown(planned(shop(tmp_path, "ruby, php, reference"), "ruby")) == []


def test_operations_limit_the_jobs(tmp_path: Path) -> None:
    plan = planned(shop(tmp_path, "ruby"), operations=("json",))
    assert [job.operation.id for job in plan.jobs] == ["json"]
    assert plan.operations == frozenset({"json"})


def test_an_operation_of_one_api_is_enough(tmp_path: Path) -> None:
    apis = [shop(tmp_path, "ruby"), reference_api()]
    plan = make_plan(apis, languages(), bind, ("ruby",), ["json"])
    assert [job.api.id for job in plan.jobs] == ["shop"]


def test_paths_are_api_version_operation_target_file(tmp_path: Path) -> None:
    plan = planned(shop(tmp_path), "java-net-http", "javascript", "ruby", operations=("get-item",))
    assert {job.path for job in plan.jobs} == {
        "shop/v1/get-item/java-net-http/GetItem.java",
        "shop/v1/get-item/javascript/get-item.mjs",
        "shop/v1/get-item/ruby/get_item.rb",
    }


def test_a_file_that_would_hide_a_module_gets_another_name(tmp_path: Path) -> None:
    plan = planned(shop(tmp_path), "python", operations=("json",))
    assert [job.path for job in plan.jobs] == ["shop/v1/json/python/json_sample.py"]
    assert plan.jobs[0].file == "json_sample.py"


def test_two_versions_have_folders_of_their_own(tmp_path: Path) -> None:
    shop(tmp_path, "ruby", version="v1"), shop(tmp_path, "ruby", version="v2")
    plan = make_plan(load(tmp_path), languages(), bind)
    assert {job.path.rsplit("/", 3)[0] for job in plan.jobs} == {"shop/v1", "shop/v2"}
    assert len({job.path for job in plan.jobs}) == 4


def test_two_specs_of_one_version_are_refused_at_the_second(tmp_path: Path) -> None:
    text = SPEC.format(id="shop", version="v1", publish="")
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(tmp_path)
    first, second = ((tmp_path / name).as_posix() for name in ("a.yaml", "b.yaml"))
    assert str(caught.value).startswith(f"{second}:1:11: shop v1 is described twice, first at")
    assert f"{first}:1:11" in str(caught.value)


def test_two_files_with_one_path_are_refused_even_if_case_tells_them_apart(
    tmp_path: Path,
) -> None:
    """Such files are one on macOS and Windows."""
    apis = [shop(tmp_path, version="v1"), shop(tmp_path, version="V1")]
    with pytest.raises(ProblemsError, match=r"would both write shop/V1/get-item/ruby/get_item\.rb"):
        make_plan(apis, languages(), bind, ["ruby"])


@pytest.mark.parametrize(
    ("targets", "operations", "message"),
    [
        (("rubby",), (), "--lang rubby: there is no such target; did you mean ruby?"),
        (("all", "curl-cdm"), (), "--lang curl-cdm: there is no such target; did you mean curl-c"),
        (("zzz",), (), "--lang zzz: there is no such target; use one of c, csharp, curl, curl-cmd"),
        ((), ("get-itme",), "--operation get-itme: there is no such operation; did you mean get-i"),
        ((), ("zzz",), "--operation zzz: there is no such operation; use one of get-item, json"),
        ((), ("all",), "--operation all: there is no such operation; use one of get-item, json"),
    ],
)
def test_what_there_is_not_names_the_nearest(
    tmp_path: Path, targets: tuple[str, ...], operations: tuple[str, ...], message: str
) -> None:
    with pytest.raises(GenError) as caught:
        planned(shop(tmp_path), *targets, operations=operations)
    assert str(caught.value).startswith(message)


def test_every_published_target_that_there_is_not_is_told_with_its_place(tmp_path: Path) -> None:
    api = shop(tmp_path, "rubby, php, pyton")
    with pytest.raises(ProblemsError) as caught:
        planned(api)
    line = len(SPEC.splitlines())
    assert str(caught.value).splitlines() == [
        f"{api.file}:{line}:21: there is no target rubby; did you mean ruby?",
        f"{api.file}:{line}:33: there is no target pyton; did you mean python?",
    ]


# --set


def values(api: Api, *settings: str, operations: tuple[str, ...] = ()) -> dict[str, object]:
    made = parameter_values([api], operations, settings)
    return {name: plain(value) for name, value in made.items()}


def test_a_setting_ends_its_name_at_the_first_equals_sign(tmp_path: Path) -> None:
    api = shop(tmp_path)
    assert values(api, "filter=a=b==", "X-Trace=x, y") == {"filter": "a=b==", "X-Trace": "x, y"}


def test_query_and_header_values_may_be_empty(tmp_path: Path) -> None:
    made = values(shop(tmp_path), "filter=", "X-Trace=")
    assert made == {"filter": "", "X-Trace": ""}


def test_a_path_value_may_be_any_text(tmp_path: Path) -> None:
    for value in ("a/b c", "ü😀", "...", "%2F", " ", "'; rm -rf /"):
        assert values(shop(tmp_path), f"id={value}", operations=("get-item",)) == {"id": value}


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ("id", "there is no =; write PARAM=VALUE"),
        ("=x", "this names no parameter; write PARAM=VALUE"),
        ("Filter=x", "there is no parameter Filter; did you mean filter?"),
        (" filter=x", "there is no parameter  filter; did you mean filter?"),
        ("id=", "a path segment can't be empty; choose another value"),
        ("id=.", "clients remove a path segment of . (RFC 3986, 5.2.4); choose another value"),
        ("id=..", "clients remove a path segment of .. (RFC 3986, 5.2.4); choose another value"),
        ("X-Trace= x", "a header value can't begin or end with a space; choose another value"),
        ("X-Trace=a\r\nB: c", "a header value is printable ASCII; choose another value"),
        ("X-Trace=ü", "a header value is printable ASCII; choose another value"),
        ("filter=\udcff", "this is not UTF-8; write it in UTF-8"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, setting: str, fault: str) -> None:
    with pytest.raises(GenError) as caught:
        values(shop(tmp_path), setting)
    assert fault in str(caught.value)
    assert str(caught.value).isprintable()


def test_all_faulty_settings_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(GenError) as caught:
        values(shop(tmp_path), "filter=fine", "id=..", "nope=1", "X-Trace", "filter")
    lines = str(caught.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "--set id=..",
        "--set nope=1",
        "--set X-Trace",
        "--set filter",
    ]


def test_a_value_must_fit_wherever_its_name_is_used(tmp_path: Path) -> None:
    """One name is a path parameter here and a header there; a run for one operation may differ."""
    api = shop(tmp_path)
    for value in ("ü", ".."):
        with pytest.raises(GenError):
            values(api, f"id={value}")
    assert values(api, "id=ü", operations=("get-item",)) == {"id": "ü"}
    assert values(api, "id=..", operations=("json",)) == {"id": ".."}


def test_a_parameter_of_another_operation_is_none_of_this_run(tmp_path: Path) -> None:
    api = shop(tmp_path)
    assert values(api, "only-here=1") == {"only-here": "1"}
    with pytest.raises(GenError, match="there is no parameter only-here"):
        values(api, "only-here=1", operations=("get-item",))
