"""Read the list of licensed employment agencies of Hong Kong. What names a person is left behind."""

import re
from collections.abc import Iterator
from datetime import date

from leadlight.errors import SourceChanged
from leadlight.registers.impersonation import own_domain
from leadlight.registers.model import RegisterEntry
from leadlight.registers.reading import read_rows
from leadlight.registers.source import RegisterSource

# The first column, a running number, has no heading.
COLUMNS = (
    "",
    "English Company Name",
    "Chinese Company Name",
    "Valid Licence since",
    "District",
    "Address",
    "Telephone No",
    "FAX",
    "Email",
    "Placement Type",
)

PLACEMENT_TYPES = frozenset(
    {
        "Foreign Domestic Helpers",
        "Imported Worker",
        "Local Domestic Helpers",
        "Office Staff / Executive Search",
        "Other Non-office Worker",
    }
)

_PHONE = re.compile(r"\d{7,12}")
_MAILBOX = re.compile(r"[\w.+-]*@+([\w-]+(?:\.[\w-]+)+)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def parse(raw: bytes, source: RegisterSource) -> Iterator[RegisterEntry]:
    """Rows of the list. Every row is in force, because the official search shows valid licences only.

    Raises:
        SourceChanged: see `reading.read_rows`; a row without any name, a year that is none, or a placement
            type that was never seen.

    """
    for row in read_rows(raw, columns=COLUMNS, delimiter=source.data.delimiter):
        row_id = row.pop("")
        names = [name for name in (row.pop("English Company Name"), row.pop("Chinese Company Name")) if name]
        if not names:
            raise SourceChanged(f"line {row.line}: a row without a name")
        entry = RegisterEntry(
            register_id=source.id,
            row_id=row_id,
            name=names[0],
            other_names=tuple(names[1:]),
            valid_from=_since(row.pop("Valid Licence since"), row.line),
            phones=tuple(_PHONE.findall(row.pop("Telephone No").replace(" ", ""))),
            emails=_mailboxes(row.pop("Email")),
            scope=_scope(row.pop("Placement Type"), row.line),
        )
        for unneeded in ("District", "Address", "FAX"):
            row.pop(unneeded)
        row.done()
        yield entry


def _since(year: str, line: int) -> date:
    if not _YEAR.fullmatch(year):
        raise SourceChanged(f"line {line}: “{year}” is no year")
    return date(int(year), 1, 1)


def _mailboxes(written: str) -> tuple[str, ...]:
    domains = (own_domain(f"@{host}") for host in _MAILBOX.findall(written))
    return tuple(dict.fromkeys(f"@{domain}" for domain in domains if domain))


def _scope(written: str, line: int) -> str:
    kinds = [kind.strip() for kind in written.split(",")]
    unknown = [kind for kind in kinds if kind not in PLACEMENT_TYPES]
    if unknown:
        raise SourceChanged(f"line {line}: unknown placement type: {', '.join(unknown)}")
    return ", ".join(sorted(kinds))
