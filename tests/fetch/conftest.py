"""Fixtures of the fetch tests."""

from collections.abc import Iterator

import pytest

from fetch.local_servers import JUDGE, Judge


@pytest.fixture
def judge() -> Iterator[Judge]:
    """The judge, watching; what it saw is forgotten before and after."""
    JUDGE.seen.clear()
    JUDGE.allowed_ports.clear()
    JUDGE.watching = True
    yield JUDGE
    JUDGE.watching = False
