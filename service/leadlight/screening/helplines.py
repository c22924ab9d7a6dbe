"""Whom to call: helplines by country, each with its source and the day it was checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from leadlight.errors import RuleError

EVERYWHERE = "EU"
"""Pseudo country of the entries that are shown where a country has none of its own (112 and the EU page)."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """A telephone number or page that helps. `phone` is E.164 or a short code, "" when there is only a page."""

    country: str
    name: str
    phone: str
    url: str
    languages: tuple[str, ...]
    hours: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Helplines:
    """All helplines, by ISO 3166-1 alpha-2 country."""

    by_country: Mapping[str, Sequence[Helpline]]

    def choose(self, countries: Sequence[str]) -> tuple[Helpline, ...]:
        """Helplines for the countries that matter, in order, without repeats; the general ones always last.

        Args:
            countries: country of the work, then of the ad, then of the reader's language; "" is passed over.
        """
        chosen: dict[Helpline, None] = {}
        for country in (*countries, EVERYWHERE):
            chosen.update(dict.fromkeys(self.by_country.get(country, ())))
        return tuple(chosen)


def load_helplines(path: Path) -> Helplines:
    """Read the helplines file.

    Raises:
        RuleError: an entry lacks a field or has an unreadable date; names the file and the country.
    """
    loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return Helplines({country: tuple(_read(path, country, e) for e in entries) for country, entries in loaded.items()})


def _read(path: Path, country: str, entry: Mapping[str, Any]) -> Helpline:
    try:
        return Helpline(
            country=country,
            name=entry["name"],
            phone=entry.get("phone", ""),
            url=entry.get("url", ""),
            languages=tuple(entry.get("languages", ())),
            hours=entry.get("hours", ""),
            source=entry["source"],
            checked_on=date.fromisoformat(str(entry["checked_on"])),
        )
    except (KeyError, ValueError) as error:
        raise RuleError(f"{path}: helpline of {country}: missing or wrong {error}") from error
