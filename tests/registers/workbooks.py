"""Small workbooks (XLSX) for tests, written by hand, so that the reader meets a file that no library of ours made."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

OPEN = "http://schemas.openxmlformats.org"
OFFICE = f"{OPEN}/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    f'<Types xmlns="{OPEN}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{{sheets}}</Types>'
)
SHEET_TYPE = f'<Override PartName="/xl/worksheets/sheet{{n}}.xml" ContentType="{KIND}.worksheet+xml"/>'
LINKS = f'<Relationships xmlns="{OPEN}/package/2006/relationships">{{links}}</Relationships>'
ROOT = LINKS.format(links=f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>')
BOOK = f'<workbook xmlns="{OPEN}/spreadsheetml/2006/main" xmlns:r="{OFFICE}"><sheets>{{sheets}}</sheets></workbook>'
LINK = f'<Relationship Id="s{{n}}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{{n}}.xml"/>'
SHEET = f'<worksheet xmlns="{OPEN}/spreadsheetml/2006/main"><sheetData>{{rows}}</sheetData></worksheet>'

Rows = Sequence[Sequence[str | int | float]]


def workbook(*sheets: Rows) -> bytes:
    """A workbook with these sheets; numbers become number cells, words become words."""
    numbers = range(1, len(sheets) + 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES.format(sheets="".join(SHEET_TYPE.format(n=n) for n in numbers)))
        file.writestr("_rels/.rels", ROOT)
        named = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="s{n}"/>' for n in numbers)
        file.writestr("xl/workbook.xml", BOOK.format(sheets=named))
        file.writestr("xl/_rels/workbook.xml.rels", LINKS.format(links="".join(LINK.format(n=n) for n in numbers)))
        for number, rows in zip(numbers, sheets, strict=True):
            file.writestr(f"xl/worksheets/sheet{number}.xml", SHEET.format(rows="".join(map(_row, rows))))
    return packed.getvalue()


def _row(cells: Sequence[str | int | float]) -> str:
    written = (
        f"<c><v>{cell}</v></c>"
        if isinstance(cell, int | float)
        else f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        for cell in cells
    )
    return f"<row>{''.join(written)}</row>"
