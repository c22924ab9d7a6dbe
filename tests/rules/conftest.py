"""The shipped rules, tested in the order of cost: what is cheap to find fails first."""

from pathlib import Path

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.wording.load import RuleSet, load_rules


@pytest.fixture(scope="session")
def shared() -> Path:
    return shared_rules_folder()


@pytest.fixture(scope="session")
def rules(shared: Path) -> RuleSet:
    return load_rules(shared, nursery=True)
