"""Read the approved job orders of the Philippines: which agency may recruit for which country, job and employer."""

import re
from collections.abc import Iterator

from leadlight.errors import SourceChanged
from leadlight.registers.job_orders import scope_of
from leadlight.registers.model import EntryStatus, RegisterEntry
from leadlight.registers.numbers import NumberInvalid, validate
from leadlight.registers.reading import Row, day_of, read_rows
from leadlight.registers.source import RegisterSource

COLUMNS = ("agency", "licence_number", "country", "position", "principal", "approved_on", "balance")

_COUNTRY = re.compile(r"[A-Z]{2}")
_BALANCE = re.compile(r"\d{1,6}")


def parse(raw: bytes, source: RegisterSource) -> Iterator[RegisterEntry]:
    """Rows of the list, one for each job order. One whose balance is used up no longer allows to recruit.

    Raises:
        SourceChanged: see `reading.read_rows`; a row without an agency, a country that is not two letters of
            ISO 3166-1, a licence number of another form, or a balance that is no number.

    """
    for row in read_rows(raw, columns=COLUMNS, delimiter=source.data.delimiter):
        entry = _entry(row, source)
        row.done()
        yield entry


def _entry(row: Row, source: RegisterSource) -> RegisterEntry:
    agency, written = row.pop("agency"), row.pop("licence_number")
    country, balance = row.pop("country"), row.pop("balance")
    if not agency:
        raise SourceChanged(f"line {row.line}: a row without an agency")
    if not _COUNTRY.fullmatch(country):
        raise SourceChanged(f"line {row.line}: “{country}” is not a country of two letters")
    if not _BALANCE.fullmatch(balance):
        raise SourceChanged(f"line {row.line}: the balance “{balance}” is no number")
    try:
        number = validate(source.number_scheme, written) if written else ""
    except NumberInvalid as error:
        raise SourceChanged(f"line {row.line}: {error}") from error
    return RegisterEntry(
        register_id=source.id,
        row_id=str(row.line),
        name=agency,
        number=number,
        status=EntryStatus.IN_FORCE if int(balance) else EntryStatus.EXPIRED,
        valid_from=day_of(row.pop("approved_on")),
        scope=scope_of(country, row.pop("position"), row.pop("principal")),
    )
