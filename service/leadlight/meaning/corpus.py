"""Reads ads to learn from and to measure on."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from leadlight.errors import RuleError
from leadlight.meaning.sentences import Piece, pieces_of
from leadlight.postings.language import language_of
from leadlight.postings.model import Posting


class Kind(StrEnum):
    """What an ad is known to be."""

    SUSPICIOUS = "suspicious"
    NEAR_MISS = "near_miss"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of an ad that show a sign, or nearly: the sentence that ends at this code point of `text`."""

    sign: str
    end: int


@dataclass(frozen=True, slots=True)
class Ad:
    """One ad of a corpus. `marks` is empty where nobody marked the sentences."""

    id: str
    lang: str
    kind: Kind
    text: str
    title: str = ""
    marks: tuple[Mark, ...] = ()

    def pieces(self) -> tuple[Piece, ...]:
        """The ad cut into the pieces whose meaning is compared."""
        return pieces_of(Posting(text=self.text, title=self.title))

    def signs_of(self, piece: Piece) -> frozenset[str]:
        """Signs marked in this piece."""
        start, end = piece.span.start, piece.span.end
        return frozenset(m.sign for m in self.marks if piece.span.field == "text" and start < m.end <= end)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a rule file that shows its sign (`shows`), or that must stay silent."""

    text: str
    lang: str
    sign: str
    shows: bool


def read_ads(folder: Path) -> tuple[Ad, ...]:
    """Read the suspicious ads, near misses and ordinary ads of `shared_rules/corpus`, in a fixed order.

    Raises:
        RuleError: a line is no ad; names file and line.
    """
    return tuple(
        ad for kind in Kind for path in sorted((folder / kind.value).glob("*.jsonl")) for ad in _read_file(path, kind)
    )


def read_ordinary(paths: Sequence[Path], *, at_most: int) -> tuple[Ad, ...]:
    """Read ordinary ads of JSON lines, gzipped or not: evenly spread over each file, so that no part is preferred.

    Args:
        paths: files with one ad a line: `text`, and `title`, `lang`, `id`, `label` where known. Ads with another
            label than "ordinary" are passed over.
        at_most: ads of each file; those in a language that Leadlight does not know are left out of them.
    """
    found: list[Ad] = []
    for path in paths:
        ads = [ad for ad in _read_file(path, Kind.ORDINARY) if ad.text.strip()]
        step = max(len(ads) / at_most, 1.0)
        taken = [ads[int(index * step)] for index in range(min(at_most, len(ads)))]
        # What a file says of an ad's language is often that of the board.
        spoken = [replace(ad, lang=language_of(ad.text)) for ad in taken]
        found.extend(ad for ad in spoken if ad.lang)
    return tuple(found)


def _read_file(path: Path, kind: Kind) -> Iterator[Ad]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                    if kind is not Kind.ORDINARY or row.get("label", "ordinary") == "ordinary":
                        yield _ad(row, kind, f"{path.stem}-{number}")
                except (ValueError, KeyError, TypeError) as error:
                    raise RuleError(f"{path}:{number}: not an ad: {error}") from error


def _ad(row: Mapping[str, Any], kind: Kind, name: str) -> Ad:
    return Ad(
        id=str(row.get("id") or name),
        lang=str(row.get("lang") or ""),
        kind=kind,
        text=str(row["text"] or ""),
        title=str(row.get("title") or ""),
        marks=tuple(Mark(mark["sign"], int(mark["end"])) for mark in row.get("marks", ())),
    )
