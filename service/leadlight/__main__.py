"""The commands: `leadlight serve`, `check`, `scan`, `import`, and the groups `rules`, `registers`, `contacts`, …."""

import sys

import typer
from rich.console import Console

from leadlight.commands import (
    check,
    clusters,
    contacts,
    doctor,
    import_ads,
    keys,
    meaning,
    registers,
    reports,
    rules,
    scan,
    serve,
)
from leadlight.errors import LeadlightError

EXIT_FAILED = 1

app = typer.Typer(
    name="leadlight",
    help="Says what is worth checking in a job ad, with its evidence, before somebody answers it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("check")(check.check)
app.command("doctor")(doctor.doctor)
app.command("scan")(scan.scan)
app.command("import")(import_ads.import_ads)
app.add_typer(rules.app, name="rules")
app.add_typer(registers.app, name="registers")
app.add_typer(contacts.app, name="contacts")
app.add_typer(clusters.app, name="clusters")
app.add_typer(keys.app, name="keys")
app.add_typer(reports.app, name="reports")
app.add_typer(meaning.app, name="meaning")


def main() -> None:
    """Run the command that the terminal asks for; what goes wrong on purpose is one sentence, not a traceback."""
    try:
        app()
    except LeadlightError as error:
        Console(stderr=True, highlight=False).print(f"leadlight: {error}", markup=False, soft_wrap=True)
        sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
