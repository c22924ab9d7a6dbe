"""Fixtures of the desk tests: one real application for the folder."""

from collections.abc import Iterator

import pytest

from running_app import RunningApp, running_app


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The real application with its pages."""
    with running_app(tmp_path_factory.mktemp("desk")) as running:
        yield running
