"""`leadlight keys`: keys for platforms that check more ads than one network may."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from leadlight.commands.open_stores import open_stores
from leadlight.commands.table_console import table_console

app = typer.Typer(help="Keys for platforms that check many ads.", no_args_is_help=True)


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Who gets the key.")],
    per_day: Annotated[int, typer.Option("--per-day", min=1, max=1_000_000_000, help="Checks a day (UTC).")] = 10_000,
) -> None:
    """Make a key and print it, once: only its hash is kept. It is sent as `Authorization: Bearer KEY`."""
    database, _ = open_stores()
    with database:
        key = database.keys.create(name, daily_quota=per_day, on=datetime.now(UTC).date())
    table_console().print(key, soft_wrap=True)


@app.command("list")
def list_keys() -> None:
    """List the keys by name. What a key is cannot be shown, nor what it was used for: that is not kept."""
    console = table_console()
    database, _ = open_stores()
    with database:
        keys = database.keys.all()
    if not keys:
        console.print("No key was made. leadlight keys create NAME makes one.")
        return
    table = Table("id", "name", "checks a day", "made on", "withdrawn on", box=None)
    for one in keys:
        table.add_row(one.id, one.name, f"{one.daily_quota:,}", str(one.created_on), str(one.revoked_on or "–"))
    console.print(table)


@app.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the key, or its beginning.")],
) -> None:
    """Withdraw a key. Running services stop taking it within a minute."""
    database, _ = open_stores()
    with database:
        withdrawn = database.keys.revoke(key_id, on=datetime.now(UTC).date())
    table_console().print(f"The key {withdrawn.id} of {withdrawn.name} no longer works.", markup=False)
