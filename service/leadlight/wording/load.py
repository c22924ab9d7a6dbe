"""Loads the rule files of a folder into one value, or says which line of which file is wrong."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from leadlight.errors import RuleError
from leadlight.wording.characters import Characters
from leadlight.wording.common_words import read_common_words
from leadlight.wording.compile import Compiled, Knowledge, PhraseAt, Slot, compile_pack
from leadlight.wording.engine import Engine
from leadlight.wording.fees import FeeLaw, fees_forbidden, read_fee_laws
from leadlight.wording.model import Combination, GuardList, Indicator, LatinSpelling, Status
from leadlight.wording.ready_pack import read_lock_file, ready_pack
from leadlight.wording.yaml_source import YamlFile, read_model, read_yaml, yaml_files

NEVER_DATED = date(1970, 1, 1)


@dataclass(frozen=True)
class RuleSet:
    """The rules of one folder, ready to match.

    Attributes:
        version: date of the rules and hash of what they say; the same words give the same version.
        as_of: day of the last change that was released.
        indicators: every indicator by id, also those in the nursery and retired ones.
        combinations: named combinations by id.
        pack: the compiled active rules, as both engines read them.
        compile: makes the pack anew, with the slots that it is made from.
        fee_laws: country -> what its law says about charging workers.

    """

    version: str
    as_of: date
    indicators: Mapping[str, Indicator]
    combinations: Mapping[str, Combination]
    guards: Mapping[str, GuardList]
    knowledge: Knowledge
    pack: dict[str, Any]
    compile: Callable[[], Compiled]
    files: Mapping[str, YamlFile]
    fee_laws: Mapping[str, FeeLaw]

    @property
    def characters(self) -> Characters:
        """The table of characters."""
        return self.knowledge.characters

    @property
    def fees_forbidden(self) -> tuple[str, ...]:
        """ISO 3166-1 alpha-2 codes of the countries whose law forbids charging workers."""
        return fees_forbidden(self.fee_laws)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of the pack by number, for explaining. The first time they may have to be compiled for it."""
        return self.compile().slots

    @cached_property
    def engine(self) -> Engine:
        """The matcher of these rules. Made once, safe to share between threads."""
        return Engine(self.pack, characters=self.characters)


def load_characters(folder: Path) -> Characters:
    """Load the table of characters of a rules folder.

    Raises:
        RuleError: missing, broken, or of another format.
    """
    path = folder / "characters.json"
    try:
        return Characters(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise RuleError(f"{path}:1: {error}: run `leadlight rules characters`") from error


def load_rules(folder: Path, *, nursery: bool = False, anew: bool = False) -> RuleSet:
    """Load every rule of a folder laid out like `shared_rules/`, and compile them unless that was done beforehand.

    Args:
        folder: holds `indicators/`, `combinations/`, `guards/`, `families.yml`, `limits/fees/`, `characters.json`.
        nursery: compile also rules that are not proved yet; for people who write rules, never for readers.
        anew: compile them even where a pack of just these rules is there.

    Returns:
        The rules. A folder without indicators is an error, never an empty rule set.

    Raises:
        RuleError: a file is wrong; the message is `file:line: what is wrong, what to do`.
    """
    characters = load_characters(folder)
    files: dict[str, YamlFile] = {}
    guards = _guards(folder, files)
    indicators = _indicators(folder, files)
    combinations = _combinations(folder, files, indicators)
    _check_names(indicators, guards, files, folder)
    lock = read_lock_file(folder)
    as_of = _as_of(lock, indicators)
    fee_laws = read_fee_laws(folder / "limits" / "fees")
    knowledge = Knowledge(
        characters=characters,
        commonness=read_common_words(folder),
        fee_laws=fee_laws,
        latin=tuple(_latin_letters(folder)),
    )

    compiled = partial(
        _compiled, indicators, combinations, guards, files, knowledge=knowledge, as_of=as_of, nursery=nursery
    )
    pack = None if nursery or anew else ready_pack(folder, lock)
    if pack is None:
        made = compiled()
        pack, compiled = made.pack, partial(_itself, made)
    return RuleSet(
        version=pack["version"],
        as_of=as_of,
        indicators=MappingProxyType(indicators),
        combinations=MappingProxyType(combinations),
        guards=MappingProxyType(guards),
        knowledge=knowledge,
        pack=pack,
        compile=compiled,
        files=MappingProxyType(files),
        fee_laws=MappingProxyType(dict(fee_laws)),
    )


def _itself(made: Compiled) -> Compiled:
    return made


def _compiled(
    indicators: Mapping[str, Indicator],
    combinations: Mapping[str, Combination],
    guards: Mapping[str, GuardList],
    files: Mapping[str, YamlFile],
    *,
    knowledge: Knowledge,
    as_of: date,
    nursery: bool,
) -> Compiled:
    try:
        return compile_pack(
            indicators.values(), combinations.values(), guards, knowledge=knowledge, as_of=as_of, nursery=nursery
        )
    except PhraseAt as error:
        raise files[error.owner].place(*error.steps).error(str(error)) from error


def _guards(folder: Path, files: dict[str, YamlFile]) -> dict[str, GuardList]:
    guards: dict[str, GuardList] = {}
    for path in yaml_files(folder / "guards"):
        guards[path.stem], files[f"@{path.stem}"] = read_model(path, GuardList)
    return guards


def _indicators(folder: Path, files: dict[str, YamlFile]) -> dict[str, Indicator]:
    indicators: dict[str, Indicator] = {}
    for path in yaml_files(folder / "indicators"):
        indicator, source = read_model(path, Indicator)
        expected = f"{path.parent.name}.{path.stem}"
        if indicator.id != expected:
            raise source.place("id").error(f"the id `{indicator.id}` does not fit the file: write `{expected}`")
        indicators[indicator.id] = indicator
        files[indicator.id] = source
    if not indicators:
        raise RuleError(f"{folder / 'indicators'}:1: no rule files: give the folder that holds the shared rules")
    return indicators


def _combinations(
    folder: Path, files: dict[str, YamlFile], indicators: Mapping[str, Indicator]
) -> dict[str, Combination]:
    combinations: dict[str, Combination] = {}
    for path in yaml_files(folder / "combinations"):
        combination, source = read_model(path, Combination)
        if combination.id != f"combination.{path.stem}":
            raise source.place("id").error(f"the id does not fit the file: write `combination.{path.stem}`")
        any_of = combination.of.any_of.ids if combination.of.any_of else []
        for indicator_id in (*combination.of.all, *any_of):
            if indicator_id not in indicators:
                raise source.place("of").error(f"there is no indicator `{indicator_id}`: correct the id")
        if combination.status is Status.ACTIVE and combination.ordinary_rate is None:
            raise source.place("status").error("an active combination needs its measured ordinary_rate")
        combinations[combination.id] = combination
        files[combination.id] = source
    return combinations


def _check_names(
    indicators: Mapping[str, Indicator],
    guards: Mapping[str, GuardList],
    files: Mapping[str, YamlFile],
    folder: Path,
) -> None:
    families = read_yaml(folder / "families.yml").values if (folder / "families.yml").is_file() else {}
    for indicator in indicators.values():
        source = files[indicator.id]
        for name in indicator.match.unless.any if indicator.match.unless else ():
            if name.startswith("@") and name[1:] not in guards:
                raise source.place("match", "unless").error(f"there is no guards/{name[1:]}.yml: correct the name")
        if "families" in families and indicator.family not in families["families"]:
            raise source.place("family").error(f"families.yml has no `{indicator.family}`: add it or correct the name")
        for name in indicator.ilo:
            if "ilo" in families and name not in families["ilo"]:
                raise source.place("ilo").error(f"families.yml has no ILO indicator `{name}`: correct the name")


def _latin_letters(folder: Path) -> list[dict[str, Any]]:
    path = folder / "latin_letters.yml"
    if not path.is_file():
        return []
    source = read_yaml(path)
    model = TypeAdapter(dict[str, LatinSpelling])
    try:
        entries = model.validate_python(source.values)
    except ValidationError as error:
        raise source.place(*error.errors()[0]["loc"]).error(f"{error.errors()[0]['msg']}: correct it") from error
    return [{"language": language, **entry.model_dump()} for language, entry in entries.items()]


def _as_of(lock: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> date:
    if lock:
        return date.fromisoformat(lock["as_of"])
    rates = (indicator.ordinary_rate for indicator in indicators.values())
    return max((date.fromisoformat(rate.measured_on) for rate in rates if rate), default=NEVER_DATED)
