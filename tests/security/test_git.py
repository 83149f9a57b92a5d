"""gen diff runs no program that a repository names, whatever a pull request brings to it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.review.git import NoRepositoryError, Repository
from tests.golden.diff.conftest import commit, edit, git
from tests.system.cli.conftest import gen, process, write_spec

CAUSE = (
    'operation get-item reworded: title "Get" is now "Fetch" (spec/shop.yaml:10): '
    "reference page; no sample"
)


class Trap:
    """A program that leaves a mark when it runs."""

    def __init__(self, folder: Path) -> None:
        self.mark = folder / "ran"
        self.program = folder / "trap.sh"
        self.program.write_text(f"#!/bin/sh\necho ran >> '{self.mark}'\nexit 1\n", "utf-8")
        self.program.chmod(0o755)

    @property
    def has_run(self) -> bool:
        return self.mark.exists()


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose spec has changed since its samples were rendered and committed."""
    folder = tmp_path / "work"
    write_spec(folder / "spec/shop.yaml")
    monkeypatch.chdir(folder)
    assert gen("render").code == 0
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder)
    edit("spec/shop.yaml", "title: Get", "title: Fetch")
    return folder


def stat(*arguments: str | Path) -> list[str]:
    """Give the lines of a report that compares, in this process."""
    return gen("diff", "--format", "stat", *arguments).lines


def look_alike(folder: Path, trap: Trap) -> None:
    """Bring files that git takes for a bare repository, as a pull request can."""
    for name in ("objects/info", "refs/heads"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "objects/info/keep").touch()
    (folder / "refs/heads/main").write_text("1" * 40, "utf-8")
    (folder / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
    (folder / "config").write_text(
        "[core]\n\trepositoryformatversion = 1\n\tbare = false\n\tworktree = .\n"
        f"\tfsmonitor = {trap.program}\n"
        "[extensions]\n\tpartialClone = origin\n"
        f'[remote "origin"]\n\turl = .\n\tpromisor = true\n\tuploadpack = {trap.program}\n',
        "utf-8",
    )


def test_the_trap_works(repository: Path, trap: Trap) -> None:
    """A git that is run without care in a folder that looks like a repository falls for it."""
    look_alike(repository / "spec", trap)
    words = ["git", "-c", "safe.bareRepository=all", "rev-parse", "HEAD^{commit}"]
    subprocess.run(words, cwd=repository / "spec", capture_output=True)
    assert trap.has_run


@pytest.mark.parametrize("place", ["spec", "out", "out/shop", "spec/below", "templates", "."])
def test_a_folder_that_looks_like_a_repository_is_none(
    repository: Path, trap: Trap, place: str
) -> None:
    look_alike(repository / place, trap)
    for against in ((), ("--against", "main"), ("--against", "HEAD...")):
        assert stat(*against)[0] == CAUSE
    assert not trap.has_run


def test_a_spec_below_one_is_in_the_repository_around_it(repository: Path, trap: Trap) -> None:
    look_alike(repository / "spec", trap)
    (repository / "spec/below").mkdir()
    git(repository, "mv", "spec/shop.yaml", "spec/below/shop.yaml")
    commit(repository)
    stat("--spec", "spec/below", "--against", "HEAD")
    assert Repository.find(Path("spec/below/shop.yaml")).root == repository.resolve()
    assert not trap.has_run


def test_a_folder_of_templates_that_looks_like_a_repository_is_none(
    repository: Path, trap: Trap
) -> None:
    (repository / "own/ruby").mkdir(parents=True)
    (repository / "own/ruby/note.txt").write_text("x", "utf-8")
    look_alike(repository / "own/ruby", trap)
    gen("diff", "--format", "stat", "--templates", "own")
    assert Repository.find(Path("own/ruby")).root == repository.resolve()
    assert not trap.has_run


def test_the_working_directory_may_look_like_a_repository(
    repository: Path, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = repository / "docs"
    docs.mkdir()
    git(repository, "mv", "spec", "out", "docs")
    commit(repository)
    look_alike(docs, trap)
    monkeypatch.chdir(docs)
    assert stat("--against", "HEAD")[-1] == "2 files changed"
    assert not trap.has_run


def test_without_a_repository_around_it_a_look_alike_is_none(
    tmp_path: Path, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_spec(tmp_path / "spec/shop.yaml")
    look_alike(tmp_path / "spec", trap)
    monkeypatch.chdir(tmp_path)
    result = gen("diff", "--against", "HEAD", "--out", "spec")
    assert (result.code, result.out) == (2, "")
    assert "not a git repository" in result.err
    assert not trap.has_run


@pytest.mark.parametrize(
    ("file", "leads_to", "is_taken"),
    [
        ("spec/.git", "../evil", False),
        ("spec/.git", "ABSOLUTE/evil", False),
        ("spec/.git", "../spec/evil", False),
        ("out/.git", "./evil", False),
        ("spec/.git", "../link/evil", False),
        ("spec/.git", "nowhere", False),
        ("spec/.git", "", False),
        ("spec/.git", "a\0b", False),
        ("spec/.git", "../.git", True),
    ],
)
def test_a_git_file_that_leads_to_files_of_a_working_tree_is_refused(
    repository: Path, trap: Trap, file: str, leads_to: str, is_taken: bool
) -> None:
    (repository / "link").symlink_to("spec")
    for place in ("evil", "spec/evil", "out/evil"):
        look_alike(repository / place, trap)
    text = leads_to.replace("ABSOLUTE", str(repository))
    (repository / file).write_text(f"gitdir: {text}\n", "utf-8")
    if is_taken:
        assert Repository.find(Path(file).parent).folder == (repository / ".git").resolve()
    else:
        with pytest.raises(NoRepositoryError, match=r"\.git"):
            Repository.find(Path(file).parent)
    gen("diff", "--format", "stat")
    assert not trap.has_run


@pytest.mark.parametrize("name", ["HEAD", "pipe"])
def test_a_git_that_is_something_else_is_none(repository: Path, name: str) -> None:
    place = repository / "spec/.git"
    if name == "pipe":
        os.mkfifo(place)
    else:
        place.write_text("ref: refs/heads/main\n" * 10_000, "utf-8")
    with pytest.raises(NoRepositoryError, match="leads to no git repository"):
        Repository.find(repository / "spec")


# What the settings of the repository itself name


SETTINGS: dict[str, Mapping[str, str]] = {
    "file watcher": {"core.fsmonitor": "PROGRAM"},
    "hooks": {"core.hooksPath": "FOLDER"},
    "diff": {"diff.external": "PROGRAM", "diff.x.command": "PROGRAM"},
    "text of binary files": {"diff.x.textconv": "PROGRAM"},
    "filter": {"filter.x.smudge": "PROGRAM", "filter.x.clean": "PROGRAM"},
    "process of a filter": {"filter.x.process": "PROGRAM", "filter.x.required": "true"},
    "alias": {f"alias.{name}": "!PROGRAM" for name in ("log", "rev-parse", "ls-tree", "cat-file")},
    "pager": {"core.pager": "PROGRAM", "pager.rev-list": "PROGRAM", "pager.log": "PROGRAM"},
    "signatures": {
        "log.showSignature": "true",
        "gpg.program": "PROGRAM",
        "gpg.ssh.program": "PROGRAM",
        "gpg.x509.program": "PROGRAM",
    },
    "transport": {"core.sshCommand": "PROGRAM", "core.gitProxy": "PROGRAM"},
    "passwords": {"core.askPass": "PROGRAM", "credential.helper": "!PROGRAM"},
    "editor": {"core.editor": "PROGRAM", "sequence.editor": "PROGRAM"},
    "refs of others": {"core.alternateRefsCommand": "PROGRAM"},
    "included": {"include.path": "../spec/settings"},
}


@pytest.mark.parametrize("kind", SETTINGS)
def test_no_setting_starts_a_program(repository: Path, trap: Trap, kind: str) -> None:
    hooks = repository.parent / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"):
        (hooks / name).symlink_to(trap.program)
    signer = repository.parent / "signer.sh"
    signature = "-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n"
    signer.write_text(
        f"#!/bin/sh\ncat > {os.devnull}\nprintf '\\n[GNUPG:] SIG_CREATED \\n' >&2\n"
        f"printf -- '{signature}'\n",
        "utf-8",
    )
    signer.chmod(0o755)
    git(repository, "add", "--all")
    # The samples are committed once more, with a signature, and a spec that nobody rendered.
    (repository / "out/manifest.json").write_bytes((repository / "out/manifest.json").read_bytes())
    words = ("commit", "--quiet", "--amend", "-m", "Signed")
    git(repository, "-c", f"gpg.program={signer}", *words, "--gpg-sign=x")
    (repository / "spec/settings").write_text(
        f"[core]\n\tfsmonitor = {trap.program}\n\thooksPath = {hooks}\n\tpager = {trap.program}\n"
        f"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = {trap.program}\n",
        "utf-8",
    )
    (repository / ".gitattributes").write_text("* diff=x filter=x\n", "utf-8")
    for name, value in SETTINGS[kind].items():
        text = value.replace("PROGRAM", str(trap.program)).replace("FOLDER", str(hooks))
        git(repository, "config", "--add", name, text)
    Path("out/new.txt").write_text("x", "utf-8")  # a difference that no cause is known of
    for arguments in ((), ("--against", "main"), ("--against", "HEAD...")):
        assert gen("diff", *arguments).code == 1
    repository_ = Repository.find(repository)
    assert repository_.last_commit_of("out/manifest.json") == repository_.commit("HEAD")
    assert not trap.has_run


@pytest.mark.parametrize(
    "setting",
    [
        "remote.origin.uploadpack=PROGRAM",
        "remote.origin.vcs=x",
        "remote.origin.url=ext::PROGRAM",
        "remote.origin.url=ssh://nowhere.invalid/x",
        "remote.origin.url=git://nowhere.invalid/x",
        "protocol.allow=always",
    ],
)
def test_a_partial_clone_gets_nothing_and_says_what_to_do(
    repository: Path, trap: Trap, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository)
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = repository.parent / "clone"
    words = ("--quiet", "--no-checkout", "--filter=blob:none")
    git(repository, "clone", *words, repository.as_uri(), str(clone))
    write_spec(clone / "spec/shop.yaml")
    for name in ("core.sshCommand", "core.gitProxy", "remote.origin.uploadpack"):
        git(clone, "config", name, str(trap.program))
    name, _, value = setting.partition("=")
    git(clone, "config", name, value.replace("PROGRAM", str(trap.program)))
    monkeypatch.chdir(clone)
    result = gen("diff", "--against", "HEAD")
    assert (result.code, result.out) == (2, "")
    assert "if it is a partial clone, first get all of it: git fetch --refetch" in result.err
    assert "the reason is unknown" in stat()[0]
    assert not trap.has_run


# What a pull request can't bring goes on working


def in_a_worktree(repository: Path) -> Path:
    place = repository.parent / "linked"
    git(repository, "worktree", "add", "--quiet", "--detach", str(place))
    return place


def in_a_submodule(repository: Path) -> Path:
    above = repository.parent / "above"
    above.mkdir()
    git(above, "init", "--quiet")
    words = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add")
    git(above, *words, repository.as_uri(), "part")
    assert (above / "part/.git").is_file()
    return above / "part"


def in_a_clone_within(repository: Path) -> Path:
    git(repository, "clone", "--quiet", ".", "within/clone")
    return repository / "within/clone"


def with_a_separate_folder(repository: Path) -> Path:
    place = repository.parent / "separate"
    folder = f"--separate-git-dir={repository.parent / 'folder.git'}"
    git(repository, "clone", "--quiet", folder, ".", str(place))
    return place


def in_a_worktree_of_a_bare_one(repository: Path) -> Path:
    project = repository.parent / "project"
    git(repository, "clone", "--quiet", "--bare", ".", str(project / ".bare"))
    (project / ".git").write_text("gitdir: ./.bare\n", "utf-8")
    git(project, "worktree", "add", "--quiet", "main")
    return project / "main"


@pytest.mark.parametrize(
    "make",
    [
        in_a_worktree,
        in_a_submodule,
        in_a_clone_within,
        with_a_separate_folder,
        in_a_worktree_of_a_bare_one,
    ],
)
def test_other_ways_to_have_a_repository_work(
    make: Callable[[Path], Path], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make(repository)
    monkeypatch.chdir(place)
    edit("spec/shop.yaml", "title: Get", "title: Fetch")
    for arguments in ((), ("--against", "HEAD")):
        assert stat(*arguments)[0] == CAUSE
    monkeypatch.chdir(place.parent)  # named from elsewhere, it is the same
    named = ("--spec", place / "spec", "--out", place / "out")
    assert stat(*named)[0] == CAUSE


def test_a_spec_in_a_submodule_is_compared_with_its_own_past(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = in_a_submodule(repository)
    monkeypatch.chdir(part.parent)
    assert gen("render", "--spec", "part/spec").code == 0
    commit(part.parent)
    edit("part/spec/shop.yaml", "title: Get", "title: Fetch")
    assert stat("--spec", "part/spec")[0] == CAUSE


def test_a_hook_may_run_it_in_a_linked_worktree(repository: Path) -> None:
    place = in_a_worktree(repository)
    edit(str(place / "spec/shop.yaml"), "title: Get", "title: Fetch")
    folder = repository / ".git/worktrees/linked"
    env = {"GIT_DIR": str(folder), "GIT_INDEX_FILE": str(folder / "index"), "GIT_PREFIX": ""}
    assert process("diff", "--format", "stat", cwd=place, **env).lines[0] == CAUSE


@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/nowhere", "GIT_COMMON_DIR": "/nowhere"},
        {"GIT_EXTERNAL_DIFF": "PROGRAM", "GIT_PAGER": "PROGRAM", "GIT_SSH_COMMAND": "PROGRAM"},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor",
         "GIT_CONFIG_VALUE_0": "PROGRAM"},
        {"GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='PROGRAM'"},
        {"GIT_OBJECT_DIRECTORY": "/nowhere", "GIT_NAMESPACE": "x", "GIT_EXEC_PATH": "/nowhere"},
        {"GIT_ICASE_PATHSPECS": "1", "GIT_TRACE": "1", "GIT_CEILING_DIRECTORIES": "/"},
    ],
)  # fmt: skip
def test_variables_of_git_lead_nowhere_else(
    repository: Path, trap: Trap, variables: dict[str, str]
) -> None:
    env = {name: text.replace("PROGRAM", str(trap.program)) for name, text in variables.items()}
    assert process("diff", "--format", "stat", cwd=repository, **env).lines[0] == CAUSE
    assert not trap.has_run


def test_the_repository_of_another_user_is_refused(repository: Path) -> None:
    result = process("diff", cwd=repository, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert "dubious ownership" in result.lines[0]
    result = process("diff", "--against=HEAD", cwd=repository, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert (result.code, result.out) == (2, "")
    assert "dubious ownership" in result.err


# Where git itself is found


@pytest.mark.parametrize("front", ["", ".", "spec", "./spec", "../work"])
def test_git_is_not_looked_for_in_the_checkout(repository: Path, trap: Trap, front: str) -> None:
    for place in (repository, repository / "spec"):
        (place / "git").symlink_to(trap.program)
    path = os.pathsep.join([front, os.environ["PATH"]])
    assert process("diff", "--format", "stat", cwd=repository, PATH=path).lines[0] == CAUSE
    assert not trap.has_run


@pytest.mark.parametrize("path", ["", ".", "spec", ":", ".:spec:"])
def test_a_path_that_names_only_the_checkout_has_no_git(
    repository: Path, trap: Trap, path: str
) -> None:
    for place in (repository, repository / "spec"):
        (place / "git").symlink_to(trap.program)
    first = process("diff", "--format", "stat", cwd=repository, PATH=path).lines[0]
    assert first.startswith("the reason is unknown: git: can't be run")
    assert not trap.has_run


@pytest.mark.parametrize(
    "revision",
    ["-x", "--upload-pack=x", "--output=pwned", "--git-dir=x", "--exec=x", "-c", "--help", "-h..."],
)
def test_a_revision_is_no_option(repository: Path, revision: str) -> None:
    result = gen("diff", f"--against={revision}")
    assert (result.code, result.out) == (2, "")
    assert "has no such revision" in result.err
    assert not Path("pwned").exists()
