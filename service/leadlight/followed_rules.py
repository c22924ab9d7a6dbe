"""Follows the folder of shared rules while the service runs: changed rules are checked beside it, then swapped in."""

import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import orjson

from leadlight.api.state import ApiState, Pack
from leadlight.desk.state import DeskState
from leadlight.errors import RuleError
from leadlight.findings import Check
from leadlight.screening.screen import Screening
from leadlight.screening.texts import AllTexts, load_texts
from leadlight.wording.load import RuleSet, load_rules
from leadlight.wording.model import Status
from leadlight.wording.proofs import prove
from leadlight.wording.readable import check_readable_wording

log = logging.getLogger(__name__)

FOLLOWED = ("*.yml", "*.json")

Stamp = Mapping[str, tuple[int, int]]
"""File -> time of its last change in nanoseconds, and its size."""


@dataclass(slots=True)
class FollowedRules:
    """The rules of a folder, and what is wrong with newer ones.

    Attributes:
        folder: laid out like `shared_rules/`.
        rules: those in use.
        fault: why the files as they are now are not in use; "" when they are.
    """

    folder: Path
    rules: RuleSet
    fault: str = ""
    _taken: Stamp = field(default_factory=dict)
    _seen: Stamp = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._taken = self._seen = stamp_of(self.folder)

    def look(self) -> AllTexts | None:
        """Load what changed, once it stays as it is from one look to the next. Blocking; takes seconds after a change.

        Returns:
            The words that belong to the new `rules`. None: nothing changed, files are still being written, or the
            new ones are broken; then `fault` says so and `rules` stay.
        """
        seen, self._seen = self._seen, stamp_of(self.folder)
        if self._seen == self._taken or self._seen != seen:
            return None
        self._taken = seen
        try:
            rules, texts = _checked(self.folder, self.rules)
        except (RuleError, OSError, ValueError, LookupError, TypeError) as error:
            # A path on this machine tells a reader of /readyz nothing.
            self.fault = str(error).replace(f"{self.folder}/", "")
            log.error("broken rules, the old ones stay in use: %s", self.fault)
            return None
        self.rules, self.fault = rules, ""
        log.info("rules %s are in use", rules.version)
        return texts


def stamp_of(folder: Path) -> Stamp:
    """What tells that a file of the folder changed. Empty for a folder without rules, or one that is gone."""
    return {str(path): (stat.st_mtime_ns, stat.st_size) for path, stat in _files(folder)}


def with_rules(api: ApiState, desk: DeskState, rules: RuleSet, texts: AllTexts) -> tuple[ApiState, DeskState]:
    """The states of a service that uses other rules from now on; checks that already run finish with the old ones."""
    wording = api.tally.check_seconds.timed(partial(check_readable_wording, rules=rules), Check.WORDING.value)

    def changed(screening: Screening) -> Screening:
        return replace(
            screening,
            checks={**screening.checks, Check.WORDING: wording},
            texts=texts,
            versions=replace(screening.versions, rules=rules.version),
        )

    api.check_path.renew(changed)
    return replace(api, pack=pack_of(rules), rules_fault=""), replace(desk, texts=texts, rules=rules)


def pack_of(rules: RuleSet) -> Pack:
    """The compiled rules as they are sent."""
    return Pack(orjson.dumps(rules.pack), f'"{rules.version}"')


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for pattern in FOLLOWED:
        for path in folder.rglob(pattern):
            try:
                yield path, path.stat()
            except FileNotFoundError:  # just replaced: the next look sees it
                continue


def _checked(folder: Path, old: RuleSet) -> tuple[RuleSet, AllTexts]:
    """Load everything, and run the examples of the rules that changed.

    Raises:
        RuleError: a file is wrong, an example is broken, or words for a rule are missing.
    """
    rules, texts = load_rules(folder), load_texts(folder / "texts")
    active = [one for one in rules.indicators.values() if one.status is Status.ACTIVE]
    for name in (*(one.id for one in active), *rules.combinations):
        if name not in texts.of("en").indicators:
            raise RuleError(f"{folder}/texts/en/indicators.yml:1: there are no words for `{name}`: add them")
    for indicator in active:
        if indicator != old.indicators.get(indicator.id):
            for error in prove(indicator, rules, clauses=False).errors:
                raise RuleError(error)
    return rules, texts
