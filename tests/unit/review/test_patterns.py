"""Which files change in the same way, and which do not."""

from __future__ import annotations

from generator.model.structs import replace
from generator.output.changes import ChangeKind
from generator.review.entries import ReportEntry
from generator.review.patterns import Pattern, find_patterns, others
from tests.support import languages

TARGETS = {t.id: t for language in languages().values() for t in language.targets}
HOSTS = ("https://a.example", "https://b.example")


def entry(path: str, old: str, new: str, target: str = "python") -> ReportEntry:
    """A file that differs; the folder of its path is its API."""
    return ReportEntry(
        path, ChangeKind.CHANGED, old.encode(), new.encode(), False, target, "get",
        HOSTS if old.replace(*HOSTS) == new else None, f"{path.split('/')[0]} v1", (HOSTS,),
    )  # fmt: skip


def found(*entries: ReportEntry, reasons: tuple[int, ...] = (0,)) -> list[list[str]]:
    patterns = patterns_of(*entries, reasons=reasons)
    return [[entry.path for entry in pattern.entries] for pattern in patterns]


def patterns_of(*entries: ReportEntry, reasons: tuple[int, ...] = (0,)) -> list[Pattern]:
    return find_patterns(entries, dict.fromkeys((e.path for e in entries), reasons), TARGETS)


def test_files_with_the_same_lines_change_alike_wherever_the_lines_are() -> None:
    first, second = entry("x/a", "1\n2\n", "1\nnew\n2\n"), entry("x/b", "3\n", "new\n3\n")
    (pattern,) = patterns_of(first, second)
    assert (pattern.removed, pattern.added, pattern.hosts) == ((), ("new",), ())
    third = entry("x/c", "3\n", "new\nnew\n3\n")
    assert found(first, second, third) == [["x/a", "x/b"]]
    assert others([first, second, third], {"x/a", "x/b"}) == ("x/c",)


def test_the_name_of_the_api_makes_no_difference_but_a_part_of_a_word_does() -> None:
    first = entry("shop/a", "", "class ShopClient: shop, SHOP_KEY\n")
    second = entry("my-mail/a", "", "class MyMailClient: my-mail, MY_MAIL_KEY\n")
    assert found(first, second) == [["shop/a", "my-mail/a"]]
    assert found(entry("shop/a", "", "bishop\n"), entry("mail/a", "", "bimail\n")) == []


def test_the_host_alone_is_said_of_no_file_that_differs_otherwise() -> None:
    old, new = HOSTS
    host_only = [entry(f"x/{n}", f"{n} {old}\n", f"{n} {new}\n") for n in range(2)]
    other = entry("x/other", f"2 {old}\n", f"3 {new}\n")
    (pattern,) = patterns_of(*host_only, other)
    assert pattern.hosts == (HOSTS,) and pattern.entries == tuple(host_only)
    # In lines that are counted the host alone differs, but not in the whole file.
    page = entry("x/page", f"{old}\n{old} kept\n", f"{new}\n{old} kept\nmore\n")
    twin = entry("x/twin", f"{old}\n{old} kept\n", f"{new}\n{old} kept\nmore\n")
    (pattern,) = patterns_of(page, twin)
    assert (pattern.hosts, pattern.removed, pattern.added) == ((), (), ("more",))


def test_files_of_other_reasons_targets_and_kinds_are_no_pattern() -> None:
    first, second = entry("x/a", "1\n", "2\n"), entry("x/b", "1\n", "2\n", "ruby")
    assert found(first, second) == []
    reasons = {"x/a": (0,), "x/c": (0, 1)}
    assert find_patterns([first, entry("x/c", "1\n", "2\n")], reasons, TARGETS) == []
    assert found(first, replace(first, path="x/c", kind=ChangeKind.REMOVED)) == []


def test_lines_that_move_alike_are_a_pattern() -> None:
    first, second = entry("x/a", "1\n2\n3\n", "3\n1\n2\n"), entry("x/b", "1\n2\n3\n", "3\n1\n2\n")
    third = entry("x/c", "1\n2\n3\n", "2\n1\n3\n")
    assert found(first, second, third) == [["x/a", "x/b"]]
