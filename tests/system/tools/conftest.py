"""What the tests of a process share: each takes seconds to make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.tools.repositories import Repository, clone_of_gen, environment, user_of_gen


@pytest.fixture(scope="session")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a user with an empty home."""
    return environment(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> Repository:
    """gen, as hooks and workflows name it: a repository with the tag v0.2.0."""
    return clone_of_gen(tmp_path_factory.mktemp("gen"), env)


@pytest.fixture(scope="session")
def shared_user(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> Repository:
    """The repository that `user` is a copy of."""
    return user_of_gen(tmp_path_factory.mktemp("user") / "repository", env)


@pytest.fixture
def user(shared_user: Repository, tmp_path: Path) -> Repository:
    """A user's repository with the shipped spec, its samples rendered and committed."""
    return shared_user.copy(tmp_path / "user")
