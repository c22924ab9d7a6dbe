"""`leadlight reports`: what readers told about ads: a key to seal it with, the list, and what a report says."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from leadlight.commands.open_stores import open_stores
from leadlight.commands.table_console import table_console
from leadlight.errors import LeadlightError
from leadlight.reports.content import Content, read_content
from leadlight.reports.model import Report, ReportState
from leadlight.reports.sealing import key_id_of, new_private_key, open_sealed, public_key_of
from leadlight.settings import read_settings, variable
from leadlight.storage.database import Database

MOST_ROWS = 10_000
ID_DIGITS = 8

app = typer.Typer(help="What readers told about ads.", no_args_is_help=True)


class NoSuchReport(LeadlightError):
    """There is no report with this id, or more than one id begins so."""


@app.command("key")
def make_key(path: Annotated[Path, typer.Argument(metavar="FILE", help="Where the private key is written.")]) -> None:
    """Make a key to seal reports with. The private key opens them: keep it off the machine of the service.

    Without its private key no sealed report can be read again: keep a copy.
    """
    private_key = new_private_key()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise LeadlightError(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(private_key)
    public_key = public_key_of(private_key)
    console = table_console()
    console.print(f"{variable('report_public_key')}={public_key}", soft_wrap=True)
    console.print(f"The key {key_id_of(public_key)} seals; {path} opens.", soft_wrap=True, markup=False)


@app.command("list")
def list_reports() -> None:
    """List the reports, new ones first, without what they say."""
    database, _ = open_stores()
    with database:
        found = database.reports.newest(limit=MOST_ROWS)
    console = table_console()
    if not found:
        console.print("There is no report.")
        return
    table = Table("id", "came on", "state", "by", "sealed with", "erased on", box=None)
    kept_days = read_settings().report_retention_days
    for one in found:
        erased_on = one.received_on + timedelta(days=kept_days + 1)
        came_on, key = str(one.received_on), one.key_id or "–"
        table.add_row(one.report_id.hex()[:ID_DIGITS], came_on, one.state, one.handled_by, key, str(erased_on))
    console.print(table)


@app.command("open")
def open_report(
    which: Annotated[str, typer.Argument(metavar="REPORT", help="Id of a report, or a sealed file.")],
    key: Annotated[Path | None, typer.Option(help="File of the private key, for sealed reports.")] = None,
) -> None:
    """Print what a report says. A file that the pages for staff saved needs no database, so it opens anywhere."""
    path = Path(which)
    if path.is_file():
        body, sealed = path.read_bytes(), True
    else:
        database, _ = open_stores()
        with database:
            report = _meant(database, which)
        body, sealed = report.body, report.is_sealed
    if sealed:
        if key is None:
            raise LeadlightError("The report is sealed: --key FILE names the private key that opens it.")
        body = open_sealed(body, _read(key))
    for line in _lines(read_content(body)):
        typer.echo(line)


@app.command("mark")
def mark(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the report, or its beginning.")],
    state: Annotated[ReportState, typer.Argument(help="How far it got.")],
    by: Annotated[str, typer.Option(help="Your name.")] = "",
) -> None:
    """Note that a report was read, or is closed. Whoever has its receipt can see that, and nothing else."""
    database, _ = open_stores()
    with database:
        report = _meant(database, report_id)
        changed = database.reports.mark(report.report_id, state, by=by or "leadlight reports")
    said = f"is {state} now" if changed else f"was {report.state} already"
    table_console().print(f"The report {report.report_id.hex()[:ID_DIGITS]} {said}.", markup=False)


def _meant(database: Database, report_id: str) -> Report:
    listed = [one.report_id for one in database.reports.newest(limit=MOST_ROWS)]
    meant = [one for one in listed if report_id and one.hex().startswith(report_id.lower())]
    found = database.reports.find(meant[0]) if len(meant) == 1 else None
    if found is None:
        raise NoSuchReport(f"{len(meant)} reports have an id that begins so: see leadlight reports list.")
    return found


def _read(key: Path) -> bytes:
    try:
        return key.read_bytes()
    except OSError as error:
        raise LeadlightError(f"{key} cannot be read: {error.strerror}.") from error


def _lines(content: Content) -> list[str]:
    # Control characters of a stranger must not steer the terminal of whoever reads.
    told = {
        "kind": content.kind,
        "what happened": content.what,
        "address of the ad": content.address,
        "words of the ad": content.words,
        "how to answer": content.contact,
        "shown by Leadlight": ", ".join(one for one in (content.level, *content.signs) if one),
    }
    return [f"{name}: {_printable(said)}" for name, said in told.items() if said]


def _printable(text: str) -> str:
    return "".join(one if one == "\n" or one.isprintable() else " " for one in text)
