"""The shipped rules, and the JavaScript engine in node. Nothing is pretended."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.wording.load import RuleSet, load_rules
from wording.engine_js import JavaScriptEngine
from wording.rule_folder import RuleFolder


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    return load_rules(shared_rules_folder(), nursery=True)


@pytest.fixture(scope="session")
def javascript() -> Iterator[JavaScriptEngine]:
    engine = JavaScriptEngine()
    yield engine
    engine.close()


@pytest.fixture
def folder(tmp_path: Path) -> RuleFolder:
    return RuleFolder(tmp_path)
