"""Read the list of recruiting licences of Bangladesh: rl_no, name, address, office_tel."""

import re
from collections.abc import Iterator

from leadlight.errors import SourceChanged
from leadlight.registers.model import RegisterEntry
from leadlight.registers.numbers import NumberInvalid, validate
from leadlight.registers.reading import read_rows
from leadlight.registers.source import RegisterSource

COLUMNS = ("rl_no", "name", "address", "office_tel")

# "48318901-10 (PABX)": a block of lines; the first one stands for it. Notes in brackets say what the line is.
_NOTE = re.compile(r"\([^)]*\)")
_LINE = re.compile(r"\d{6,11}")


def parse(raw: bytes, source: RegisterSource) -> Iterator[RegisterEntry]:
    """Rows of the list. Every row holds a licence, because the list names no others.

    Raises:
        SourceChanged: see `reading.read_rows`; or a licence number that is no four digits.

    """
    for row in read_rows(raw, columns=COLUMNS, delimiter=source.data.delimiter):
        written = row.pop("rl_no")
        entry = RegisterEntry(
            register_id=source.id,
            row_id=f"{row.line}",
            name=row.pop("name"),
            number=_number(written, row.line),
            address=row.pop("address"),
            phones=_phones(row.pop("office_tel")),
        )
        row.done()
        yield entry


def _number(written: str, line: int) -> str:
    if not written:
        return ""
    try:
        return validate("bd-rl", written)
    except NumberInvalid as error:
        raise SourceChanged(f"line {line}: {error}") from error


def _phones(written: str) -> tuple[str, ...]:
    return tuple(_LINE.findall(_NOTE.sub(" ", written)))
