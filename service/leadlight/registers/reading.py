"""Strict reading of official tables, CSV or XLSX: every column is used or named, every surprise is `SourceChanged`."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from leadlight.errors import SourceChanged
from leadlight.registers.folding import fold
from leadlight.registers.model import EntryStatus
from leadlight.registers.source import RegisterSource
from leadlight.registers.workbook import is_workbook, read_workbook

# How far into a file a web page gives itself away; a byte-order mark and blank lines may come first.
_SNIFFED_BYTES = 512
_WEB_PAGE = re.compile(rb"<\s*(!doctype|html|head|body|script|\?xml)", re.IGNORECASE)

# A cell longer than this is an unclosed quote that swallowed the rest of the file.
LONGEST_CELL = 4000


class Row:
    """One row: take every column out by name, then call `done`. A column left over is `SourceChanged`."""

    def __init__(self, cells: dict[str, str], *, line: int) -> None:
        self._cells = cells
        self.line = line

    def pop(self, column: str) -> str:
        """The trimmed cell of a column that must exist; "" when it is empty."""
        if column not in self._cells:
            raise SourceChanged(f"line {self.line}: the column “{column}” is missing")
        return self._cells.pop(column).strip()

    def done(self) -> None:
        """Say that every known column was taken."""
        if self._cells:
            raise SourceChanged(f"line {self.line}: unknown columns: {', '.join(sorted(self._cells))}")


def read_rows(raw: bytes, *, columns: Sequence[str], delimiter: str = ",") -> Iterator[Row]:
    """Rows of a CSV file in UTF-8, or of a workbook (XLSX), whose header has exactly these columns, in any order.

    Nothing is yielded before the whole header was found right. A file with a header and no rows yields
    nothing; whether that is allowed is for the row limits of the source to say.

    Raises:
        SourceChanged: empty, a web page, not UTF-8, another header, a row with more or fewer cells, a cell
            without end, or a last line that was cut off.

    """
    if is_workbook(raw):
        yield from _rows_of_workbook(raw, columns)
        return
    ended = text_of(raw).endswith(("\n", "\r"))
    # Decoded line by line: a StringIO takes four bytes for each character of the whole file.
    lines = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
        _check_header(header, columns)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            yield _row(header, cells, reader.line_num)
    except csv.Error as error:
        raise SourceChanged(f"line {reader.line_num}: {error}: the file may be cut off") from error
    if not ended:
        raise SourceChanged("the last line has no end: the file may be cut off")


def _rows_of_workbook(raw: bytes, columns: Sequence[str]) -> Iterator[Row]:
    header: list[str] = []
    for line, cells in read_workbook(raw):
        if not header:
            header = [cell.strip() for cell in cells]
            _check_header(header, columns)
        elif any(cell.strip() for cell in cells):
            yield _row(header, cells, line)


def text_of(raw: bytes) -> str:
    """The text of a register file in UTF-8, with or without a byte-order mark.

    Raises:
        SourceChanged: empty, a web page, or not UTF-8.

    """
    if not raw.strip():
        raise SourceChanged("the file is empty")
    if _WEB_PAGE.search(raw[:_SNIFFED_BYTES]):
        raise SourceChanged("the file is a web page, not a list")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceChanged(f"byte {error.start} is not UTF-8") from error


def _check_header(header: list[str], columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    if missing or unknown or len(set(header)) != len(header):
        raise SourceChanged(f"the columns changed: missing {missing}, unknown {unknown}, header {header}")


def _row(header: list[str], cells: list[str], line: int) -> Row:
    if len(cells) != len(header):
        raise SourceChanged(f"line {line}: {len(cells)} cells under {len(header)} columns: the file may be cut off")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise SourceChanged(f"line {line}: a cell is longer than {LONGEST_CELL} characters: a quote may be unclosed")
    return Row(dict(zip(header, cells, strict=True)), line=line)


def status_of(word: str, source: RegisterSource) -> EntryStatus:
    """Status that the source gives to a word of its list.

    Raises:
        SourceChanged: the word is not in `status_words` of source.yml.

    """
    folded = _folded(word)
    for known, status in source.status_words.items():
        if _folded(known) == folded:
            return status
    raise SourceChanged(f"unknown status word “{word}”")


@lru_cache(maxsize=256)
def _folded(word: str) -> str:
    """Status words folded: a list has a handful of them, in every row."""
    return " ".join(fold(word))


def day_of(written: str) -> date | None:
    """A day written as 2026-11-23. None: the cell is empty.

    Raises:
        SourceChanged: it is written in another way.

    """
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise SourceChanged(f"“{written}” is not a day of the form 2026-11-23") from error
