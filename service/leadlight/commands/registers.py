"""`leadlight registers`: which official lists are known, how old they are, and what stands in them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import DownloadColumn, Progress, track
from rich.table import Table

from leadlight.commands.table_console import table_console
from leadlight.errors import FetchFailed, LeadlightError, SourceChanged
from leadlight.fetch.register_file import RegisterDownload
from leadlight.registers.look_up import LookUp, look_up
from leadlight.registers.model import AlarmKind, RegisterAlarm, RegisterEntry, Snapshot
from leadlight.registers.numbers import compact, format_number
from leadlight.registers.ports import AlarmBook
from leadlight.registers.refresh import ReadSnapshot, load_shipped, read_snapshot
from leadlight.registers.sources import RegisterSource, load_sources
from leadlight.settings import read_settings
from leadlight.storage.database import Database, open_database
from leadlight.storage.register_alarms import FileAlarmBook

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
    table_console().print(table)


@app.command("show")
def show(register_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one register: who keeps it, what stands in it, what absence means, and how to bring a new copy."""
    source = _source(load_sources(), register_id)
    with _open() as database:
        snapshot = _snapshots(database).get(source.id)
    table = Table(show_header=False, box=None)
    for label, words in _described(source, snapshot):
        table.add_row(label, words)
    table_console().print(table)


@app.command("update")
def update(
    register_id: Annotated[str, typer.Argument(metavar="[ID]", help="Only this register; else all that ship.")] = "",
    file: Annotated[Path | None, typer.Option(help="The list as a file, in the format that `show` names.")] = None,
    as_of: Annotated[str, typer.Option(help="Day the list speaks of, 2026-11-23; else the day in its name.")] = "",
    offline: Annotated[
        bool, typer.Option("--offline", help="Load what ships with Leadlight; download nothing.")
    ] = False,
) -> None:
    """Bring a new copy of a register in. A file that differs from what is expected changes nothing.

    Without --file, the lists that ship with Leadlight are loaded where there is none yet, and those that are
    published as a file are downloaded when they changed.
    """
    sources = load_sources()
    if file is not None and not register_id:
        raise RegisterCommandFailed("Say which register the file is of: leadlight registers update ID --file F.")
    chosen = {register_id: _source(sources, register_id)} if register_id else sources
    settings = read_settings()
    with open_database(settings.database) as database:
        alarms = FileAlarmBook(settings.data_dir / "registers")
        if file is not None:
            _take_file(database, chosen[register_id], _bytes_of(file), _day(as_of, file), alarms)
            return
        if register_id and not chosen[register_id].data.url and chosen[register_id].shipped is None:
            raise RegisterCommandFailed(_no_file(chosen[register_id]))
        for snapshot in load_shipped(database.registers, chosen):
            _say_loaded(snapshot)
        failed = [] if offline else _download_all(database, chosen.values(), settings.data_dir / "registers", alarms)
        if failed:
            raise RegisterCommandFailed("\n".join(failed))
        table_console().print("Every list that ships with Leadlight is loaded. Newer copies come in with --file.")


def _take_file(database: Database, source: RegisterSource, raw: bytes, as_of: date, alarms: AlarmBook) -> None:
    try:
        _swap_in(database, source, raw, as_of)
    except SourceChanged as error:
        alarms.note(RegisterAlarm(source.id, AlarmKind.CHANGED, str(error), _today()))
        raise
    alarms.clear(source.id)


def _download_all(database: Database, sources: Iterable[RegisterSource], folder: Path, alarms: AlarmBook) -> list[str]:
    """Download every list that has an address; one that fails does not keep the others from it."""
    failed = []
    for source in sources:
        if not source.data.url:
            continue
        try:
            _download(database, source, folder)
        except (FetchFailed, SourceChanged) as error:
            kind = AlarmKind.CHANGED if isinstance(error, SourceChanged) else AlarmKind.UNREACHABLE
            alarms.note(RegisterAlarm(source.id, kind, str(error), _today()))
            failed.append(f"{source.id}: {error} The old copy stays.")
        else:
            alarms.clear(source.id)
    return failed


def _download(database: Database, source: RegisterSource, folder: Path) -> None:
    download = RegisterDownload(folder, source.id)
    try:
        with Progress(*Progress.get_default_columns(), DownloadColumn(), console=Console(stderr=True)) as bar:
            task = bar.add_task(source.id, total=None)
            fetched = download.fetch(source.data.url, lambda here, whole: bar.update(task, completed=here, total=whole))
        if fetched is None:
            table_console().print(f"{source.id}: unchanged")
            return
        _swap_in(database, source, fetched.raw, fetched.as_of)
        download.remember(fetched)
    finally:
        download.close()


def _swap_in(database: Database, source: RegisterSource, raw: bytes, as_of: date) -> None:
    read = read_snapshot(raw, source, as_of=as_of, old=_snapshots(database).get(source.id))
    database.registers.replace(read.snapshot, _with_progress(read))
    _say_loaded(read.snapshot)


def _say_loaded(snapshot: Snapshot) -> None:
    table_console().print(f"{snapshot.register_id}: {snapshot.rows:,} rows, as of {snapshot.as_of}")


def _no_file(source: RegisterSource) -> str:
    return (
        f"No file of {source.id} is published for download. Export or type the list ({source.data.page}) and "
        f"run: leadlight registers update {source.id} --file LIST-2026-11-23.csv. `show` names the format."
    )


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
                table_console().print(_answer(found, source, snapshot, today), markup=False)
                table_console().print(_rows(found.entries, source))
    if not asked:
        raise RegisterCommandFailed("No register of that country has a copy here, so nothing could be looked up.")
    if not listed:
        table_console().print(f"Nothing like it in {', '.join(asked)}. That is not the same as unlicensed: see `show`.")


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


def _today() -> date:
    return datetime.now(UTC).date()
