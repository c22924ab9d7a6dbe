"""`leadlight import`: remembers the ads of a collection, so that later checks find what they share."""

import codecs
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from leadlight.bundled import shared_rules_folder
from leadlight.commands.judge_lines import AdLine, read_ad, refuse_gzip, unusable
from leadlight.commands.open_stores import key_ring
from leadlight.contacts.model import Sighting
from leadlight.contacts.safelist import load_safelist
from leadlight.contacts.sighting import sighting_of
from leadlight.errors import BadInput
from leadlight.settings import read_settings
from leadlight.storage.database import Database, open_database

LINES_PER_ROUND = 400
"""Ads between two notes of how far the import came: less than a second of work is done again after a crash."""

SHOWN_PROBLEMS = 20
HEAD_BYTES = 65_536
EXIT_SOME_UNUSABLE = 2

console = Console(stderr=True, highlight=False)


class ImportLine(AdLine):
    """One ad of a collection. `seen_on` is the day somebody saw it; today where it is not given."""

    seen_on: date | None = None


@dataclass(slots=True)
class _Tally:
    remembered: int = 0
    problems: int = 0


def import_ads(
    ads: Annotated[Path, typer.Argument(metavar="ADS.jsonl", exists=True, dir_okay=False, readable=True)],
    unreviewed: Annotated[
        bool,
        typer.Option("--unreviewed", help="Nobody looked at these ads: alone they make a notice at most."),
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Start at the beginning, whatever was done before.")] = False,
) -> None:
    """Remember many ads: one JSON object a line with text, and url, title, employer, country, lang, seen_on.

    Whoever imports ads stands for them: unlike ads that anybody sent in, what they have in common counts in full.
    Importing the same ad twice changes no count. An import that was interrupted goes on where it stopped. A line that
    cannot be used is reported with its number and the rest goes on. Exit codes: 0 all lines remembered, 2 some could
    not be used, 1 the import failed.
    """
    refuse_gzip(ads)
    settings = read_settings()
    keys, safelist = key_ring(settings), load_safelist(settings.rules_dir or shared_rules_folder())

    def read(ad: ImportLine, today: date) -> Sighting:
        day = ad.seen_on or today
        return sighting_of(read_ad(ad), keys, day=day, safelist=safelist, vouched=not unreviewed)

    note = _Note(settings.data_dir / "imports", ads)
    tally = _Tally()
    with open_database(settings.database, bulk=True) as database, ads.open("rb") as source, _progress() as progress:
        number = 0 if again else note.go_on(source)
        if number:
            console.print(f"going on after line {number:,}; --again starts at the beginning")
        task = progress.add_task("remembering", total=ads.stat().st_size, completed=source.tell())
        while lines := _round(source, settings.body_limit_bytes):
            _remember(database, list(_sightings(lines, number, read, tally)), tally)
            number += len(lines)
            note.write(source.tell(), number)
            progress.update(task, completed=source.tell())
        progress.update(task, description="putting in order")
        database.sightings.settle(tally.remembered)
    note.erase()
    unusable = f"; {tally.problems:,} lines could not be used" if tally.problems else ""
    console.print(f"{tally.remembered:,} ads remembered{unusable}")
    raise typer.Exit(EXIT_SOME_UNUSABLE if tally.problems else 0)


class _Note:
    """How far an import of one file came, kept in the data folder until it is done."""

    def __init__(self, folder: Path, ads: Path) -> None:
        self._file = ads
        # Named by what the file is, not by where it lies: it may be moved, or carry on growing at its end.
        with ads.open("rb") as source:
            self._path = folder / f"{hashlib.sha256(source.readline(HEAD_BYTES)).hexdigest()[:32]}.json"

    def go_on(self, source: BinaryIO) -> int:
        """Move on to where the last import of this file stopped; returns the lines before that, 0 for none."""
        try:
            kept = json.loads(self._path.read_text("utf-8"))
            offset, number = int(kept["offset"]), int(kept["lines"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0
        if not 0 < offset <= self._file.stat().st_size:
            return 0
        source.seek(offset - 1)
        if source.read(1) != b"\n" and offset != self._file.stat().st_size:
            source.seek(0)
            return 0
        return number

    def write(self, offset: int, lines: int) -> None:
        """Note that everything before `offset` is in the database."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_suffix(f".{os.getpid()}")
        aside.write_text(json.dumps({"offset": offset, "lines": lines}), "utf-8")
        aside.replace(self._path)

    def erase(self) -> None:
        """Forget it: the import is done."""
        self._path.unlink(missing_ok=True)


def _round(source: BinaryIO, limit_bytes: int) -> list[bytes]:
    """The next lines; one that is too long comes as empty bytes."""
    lines: list[bytes] = []
    while len(lines) < LINES_PER_ROUND and (line := source.readline(limit_bytes + 1)):
        too_long = len(line) > limit_bytes and not line.endswith(b"\n")
        while too_long and not line.endswith(b"\n") and (more := source.readline(limit_bytes)):
            line = more
        lines.append(b"" if too_long else line)
    return lines


def _sightings(
    lines: list[bytes], before: int, read: Callable[[ImportLine, date], Sighting], tally: _Tally
) -> Iterator[Sighting]:
    today = datetime.now(UTC).date()
    for number, line in enumerate(lines, start=before + 1):
        if line and not line.strip():
            continue
        own = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        try:
            if not own:
                raise BadInput("line-too-long", "The line is longer than one ad may be.", "Give only the ad.")
            ad = ImportLine.model_validate_json(own)
            if ad.seen_on and ad.seen_on > today:
                raise BadInput("in-the-future", "seen_on lies in the future.", "Give the day the ad was seen.")
            yield read(ad, today)
        except (ValidationError, BadInput) as error:
            tally.problems += 1
            if tally.problems <= SHOWN_PROBLEMS:
                console.print(f"line {number}: {unusable(error)}", markup=False, soft_wrap=True)


def _remember(database: Database, sightings: list[Sighting], tally: _Tally) -> None:
    database.sightings.remember_all(sightings, bulk=True)
    tally.remembered += len(sightings)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)
