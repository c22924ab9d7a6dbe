"""The rules that ship, compiled once for each test process: that takes seconds and 150 MB."""

from functools import cache

from leadlight.bundled import shared_rules_folder
from leadlight.wording.load import RuleSet, load_rules


@cache
def shipped_rules(*, nursery: bool = False) -> RuleSet:
    """The shipped rules; with `nursery` also those that are not ripe."""
    return load_rules(shared_rules_folder(), nursery=nursery)
