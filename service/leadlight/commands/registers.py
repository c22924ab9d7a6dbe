"""`leadlight registers`: which official lists are known, how old they are, and what stands in them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from leadlight.errors import LeadlightError
from leadlight.registers.look_up import LookUp, look_up
from leadlight.registers.model import RegisterEntry, Snapshot
from leadlight.registers.numbers import compact, format_number
from leadlight.registers.refresh import ReadSnapshot, load_shipped, read_snapshot
from leadlight.registers.sources import RegisterSource, load_sources
from leadlight.settings import read_settings
from leadlight.storage.database import Database, open_database

app = typer.Typer(help="Official lists of licensed agencies: what is known, from when.", no_args_is_help=True)

_DAY_IN_NAME = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


class RegisterCommandFailed(LeadlightError):
    """A register command cannot do what was asked. The message is a sentence for people."""


@app.command("list")
def list_registers() -> None:
    """List every register with its country, rows, date and state."""
    sources = load_sources()
    with _open() as database:
        snapshots = _snapshots(database)
    table = Table("id", "country", "rows", "as of", "state", box=None)
    for column in table.columns[:4]:
        column.no_wrap = True
    for source in sources.values():
        snapshot = snapshots.get(source.id)
        rows, as_of = ("", "") if snapshot is None else (f"{snapshot.rows:,}", snapshot.as_of.isoformat())
        table.add_row(source.id, source.country, rows, as_of, _state(source, snapshot))
    _console().print(table)


@app.command("show")
def show(register_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one register: who keeps it, what stands in it, what absence means, and how to bring a new copy."""
    source = _source(load_sources(), register_id)
    with _open() as database:
        snapshot = _snapshots(database).get(source.id)
    table = Table(show_header=False, box=None)
    for label, words in _described(source, snapshot):
        table.add_row(label, words)
    _console().print(table)


@app.command("update")
def update(
    register_id: Annotated[str, typer.Argument(metavar="[ID]", help="Only this register; else all that ship.")] = "",
    file: Annotated[Path | None, typer.Option(help="The list as a file, in the format that `show` names.")] = None,
    as_of: Annotated[str, typer.Option(help="Day the list speaks of, 2026-11-23; else the day in its name.")] = "",
) -> None:
    """Bring a new copy of a register in. A file that differs from what is expected changes nothing.

    Without --file, the lists that ship with Leadlight are loaded where there is none yet.
    """
    sources = load_sources()
    with _open() as database:
        if file is None:
            chosen = {register_id: _source(sources, register_id)} if register_id else sources
            _load_shipped(database, chosen, named=bool(register_id))
            return
        if not register_id:
            raise RegisterCommandFailed("Say which register the file is of: leadlight registers update ID --file F.")
        source = _source(sources, register_id)
        read = read_snapshot(
            _bytes_of(file), source, as_of=_day(as_of, file), old=_snapshots(database).get(register_id)
        )
        database.registers.replace(read.snapshot, _with_progress(read))
        _console().print(f"{source.id}: {read.snapshot.rows:,} rows, as of {read.snapshot.as_of}")


@app.command("find")
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Name of an agency, or its number.")],
    country: Annotated[str, typer.Option(help="Only registers of this country, ISO 3166-1 alpha-2.")] = "",
) -> None:
    """Look a name or a number up in every register that has a copy."""
    sources = load_sources()
    today = _today()
    asked, listed = [], 0
    with _open() as database:
        for register_id, snapshot in sorted(_snapshots(database).items()):
            source = sources.get(register_id)
            if source is None or (country and source.country != country.upper()):
                continue
            asked.append(register_id)
            found = _look_up(database, source, snapshot, text, today)
            if found.entries:
                listed += 1
                _console().print(_answer(found, source, snapshot, today), markup=False)
                _console().print(_rows(found.entries, source))
    if not asked:
        raise RegisterCommandFailed("No register of that country has a copy here, so nothing could be looked up.")
    if not listed:
        _console().print(f"Nothing like it in {', '.join(asked)}. That is not the same as unlicensed: see `show`.")


def _look_up(database: Database, source: RegisterSource, snapshot: Snapshot, text: str, today: date) -> LookUp:
    number = compact(source.number_scheme, text) if source.number_scheme else ""
    by_number = database.registers.by_number(source.id, number) if number else ()
    if by_number:
        return look_up(database.registers, source.id, names=(), number=number, as_of=snapshot.as_of, today=today)
    return look_up(database.registers, source.id, names=(text,), as_of=snapshot.as_of, today=today)


def _answer(found: LookUp, source: RegisterSource, snapshot: Snapshot, today: date) -> str:
    state = found.state.replace("_", " ")
    if source.is_too_old(snapshot.as_of, today):
        state = f"not checked, because the copy is too old (it said: {state})"
    return f"{source.title}, as of {snapshot.as_of}: {state}, by {found.ground.replace('_', ' ')}"


def _rows(entries: Sequence[RegisterEntry], source: RegisterSource) -> Table:
    table = Table("name", "number", "status", "valid until", box=None)
    # Branches of one agency read alike.
    for cells in dict.fromkeys(_cells(entry, source) for entry in entries):
        table.add_row(*cells)
    return table


def _cells(entry: RegisterEntry, source: RegisterSource) -> tuple[str, str, str, str]:
    number = format_number(source.number_scheme, entry.number) if entry.number else ""
    until = entry.valid_until.isoformat() if entry.valid_until else ""
    return "; ".join((entry.name, *entry.other_names)), number, entry.status.replace("_", " "), until


def _described(source: RegisterSource, snapshot: Snapshot | None) -> Iterable[tuple[str, str]]:
    yield "title", source.title
    yield "country", source.country
    yield "kept by", f"{source.publisher.name}, {source.publisher.url}"
    yield "look yourself", source.data.page
    yield "state", _state(source, snapshot)
    if snapshot is not None:
        yield "copy", f"{snapshot.rows:,} rows, as of {snapshot.as_of}, SHA-256 {snapshot.digest}"
    yield "too old after", f"{source.too_old_after_days} days"
    yield "who stands on it", source.coverage
    yield "not on it means", source.absence.means
    yield "terms of the data", source.licence_of_data
    yield "renewed", source.frequency
    yield "format", source.data.format
    yield "how well known", source.evidence
    yield "new copy", f"leadlight registers update {source.id} --file LIST-2026-11-23.csv"


def _state(source: RegisterSource, snapshot: Snapshot | None) -> str:
    if snapshot is None:
        return "no copy here: not checked"
    return "too old: not checked" if source.is_too_old(snapshot.as_of, _today()) else "in use"


def _load_shipped(database: Database, sources: Mapping[str, RegisterSource], *, named: bool) -> None:
    loaded = load_shipped(database.registers, sources)
    for snapshot in loaded:
        _console().print(f"{snapshot.register_id}: {snapshot.rows:,} rows, as of {snapshot.as_of}")
    if loaded:
        return
    source = next(iter(sources.values()))
    if named and source.shipped is None:
        raise RegisterCommandFailed(
            f"No file of {source.id} is published for download. Export or type the list ({source.data.page}) and "
            f"run: leadlight registers update {source.id} --file LIST-2026-11-23.csv. `show` names the format."
        )
    _console().print("Every list that ships with Leadlight is loaded. Newer copies come in with --file.")


def _with_progress(read: ReadSnapshot) -> Iterator[tuple[RegisterEntry, Sequence[str]]]:
    yield from track(
        read.rows(), total=read.snapshot.rows, description=read.source.id, console=Console(stderr=True), transient=True
    )


def _source(sources: Mapping[str, RegisterSource], register_id: str) -> RegisterSource:
    if register_id not in sources:
        raise RegisterCommandFailed(f"There is no register “{register_id}”. Known: {', '.join(sources)}.")
    return sources[register_id]


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RegisterCommandFailed(f"{file} cannot be read: {error.strerror}.") from error


def _day(given: str, file: Path) -> date:
    written = given or next(iter(_DAY_IN_NAME.findall(file.name)), "")
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise RegisterCommandFailed(
            f"Say which day the list speaks of: --as-of 2026-11-23, or put the day into the name of {file.name}."
        ) from error
    if day > _today():
        raise RegisterCommandFailed(f"{day} lies in the future.")
    return day


def _snapshots(database: Database) -> dict[str, Snapshot]:
    return {snapshot.register_id: snapshot for snapshot in database.registers.snapshots()}


def _open() -> Database:
    return open_database(read_settings().database)


def _console() -> Console:
    return Console(highlight=False)


def _today() -> date:
    return datetime.now(UTC).date()
