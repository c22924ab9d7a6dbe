"""Read the open-data set of the employment agencies of Czechia."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from leadlight.errors import SourceChanged
from leadlight.registers.model import RegisterEntry
from leadlight.registers.numbers import NumberInvalid, validate
from leadlight.registers.reading import day_of, text_of
from leadlight.registers.source import RegisterSource

LENDING, PLACING, ADVICE = "lending", "placing", "advice"
_ACTIVITIES = {"zamestnavaniOsob": LENDING, "vyhledavaniZamestnani": PLACING, "poradenskaCinnost": ADVICE}


def parse(raw: bytes, source: RegisterSource) -> Iterator[RegisterEntry]:
    """Rows of the set, one for each agency; its permits are joined to the longest time they cover.

    Fields of persons are never read. A field that is needed and missing, or of another type, refuses the file.

    Raises:
        SourceChanged: empty, a web page, no JSON, cut off, or of another shape than described.

    """
    try:
        root = json.loads(text_of(raw))
    except json.JSONDecodeError as error:
        raise SourceChanged(f"no JSON, the file may be cut off: {error}") from error
    for place, item in enumerate(_field(root, "polozky", list, "the file"), start=1):
        yield _entry(item, source, place)


def _entry(item: object, source: RegisterSource, place: int) -> RegisterEntry:
    where = f"agency {place}"
    permits = [_permit(permit, where) for permit in _field(item, "povoleni", list, where)]
    if not permits:
        raise SourceChanged(f"{where}: no permit, but the set holds agencies with a permit only")
    ends = [end for _, end, _ in permits]
    return RegisterEntry(
        register_id=source.id,
        row_id=str(place),
        name=_field(item, "nazev", str, where),
        number=_number(_field(item, "ico", str, where), where),
        valid_from=min(start for start, _, _ in permits),
        valid_until=None if None in ends else max(end for end in ends if end is not None),
        scope=", ".join(sorted({activity for _, _, activities in permits for activity in activities})),
    )


def _permit(permit: object, where: str) -> tuple[date, date | None, list[str]]:
    start = day_of(_field(permit, "platnostOd", str, where))
    if start is None:
        raise SourceChanged(f"{where}: a permit without a first day")
    end = _field(permit, "platnostDo", (str, type(None)), where)
    activities = [word for name, word in _ACTIVITIES.items() if _field(permit, name, bool, where)]
    return start, day_of(end or ""), activities


def _number(written: str, where: str) -> str:
    try:
        return validate("ico", written)
    except NumberInvalid as error:
        raise SourceChanged(f"{where}: {error}") from error


def _field(owner: object, name: str, kind: type | tuple[type, ...], where: str) -> Any:  # noqa: ANN401 - of the kind given
    if not isinstance(owner, dict) or name not in owner or not isinstance(owner[name], kind):
        raise SourceChanged(f"{where}: “{name}” is missing or of another type")
    return owner[name]
