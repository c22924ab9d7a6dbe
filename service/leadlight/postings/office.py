"""Find the postal address that an ad gives for the office of its agency or employer, not for the place of work."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from leadlight.postings.countries import country_code
from leadlight.postings.lowering import same_length_lower
from leadlight.postings.model import OfficeAddress, Origin, Span

MOST_ADDRESSES = 5
LONGEST_LINE = 200
"""Letters; a longer line is running text."""

LINES_AROUND = 2
"""Lines after the line with the agency's name or number in which its address may stand; one line before."""

MOST_TOWN_WORDS = 4
SHORTEST_NAME = 3
MOST_PLACES = 20
"""Places of one name that are looked at: an ad names its agency in the head and in the foot."""

_PARTS = re.compile(r"[^,;|•·()]+")
_LINE = re.compile(r"[^\n]+")

# 00-950 (Poland), 811 02 (Slovakia, Czechia, Greece), 1000 to 100000 (most others), EC1A 1BB (United Kingdom).
_POSTCODE = r"(?:[A-Z]{1,2}-)?(?:\d{2}-\d{3}|\d{3} \d{2}|\d{4,6})|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_WORD = r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?"
_TOWN = rf"{_WORD}(?: {_WORD}){{0,{MOST_TOWN_WORDS - 1}}}"
_POSTCODE_FIRST = re.compile(rf"(?P<postcode>{_POSTCODE})[ \t]+(?P<town>{_TOWN})")
_TOWN_FIRST = re.compile(rf"(?P<town>{_TOWN})(?:[ \t]+|[ \t]*[-–][ \t]*)(?P<postcode>{_POSTCODE})")
_STREET_AND_NUMBER = re.compile(r"[^\W\d_]{3,}\D*\d|\d\D*[^\W\d_]{3,}")
_NO_TOWN = re.compile(
    r"\b(?:eur|euros?|pln|zł|czk|huf|ron|uah|usd|gbp|netto|brutto|net|gross|gr|лв|грн|руб|tel|phone)\b", re.IGNORECASE
)
_AFTER_LABEL = re.compile(r"[:：]|[-–][ \t]")


def read_address(written: str, origin: Origin, *, span: Span | None = None, name: str = "") -> OfficeAddress | None:
    """Take an address apart; None when it shows no town.

    >>> read_address("ul. Prosta 5, 00-838 Warszawa", Origin.PASTED).town
    'Warszawa'
    >>> read_address("House 5, Banani, Dhaka-1213", Origin.PASTED).postcode
    '1213'
    """
    parts = [part.strip(" \t.") for part in _PARTS.findall(written[:LONGEST_LINE])]
    country = country_code(parts[-1]) if parts else ""
    if country and len(parts) > 1:
        parts.pop()
    for part in reversed(parts):
        found = _with_postcode(part)
        if found:
            return OfficeAddress(written.strip(), found["town"], found["postcode"], country, origin, span, name)
    if len(parts) > 1 and re.fullmatch(_TOWN, parts[-1]) and parts[-1][0].isupper() and not _NO_TOWN.search(parts[-1]):
        return OfficeAddress(written.strip(), parts[-1], "", country, origin, span, name)
    return None


def find_office_addresses(text: str, anchors: Sequence[tuple[Span, str]]) -> tuple[OfficeAddress, ...]:
    """Addresses of the office in the words of an ad, in order. Empty: the ad gives none that we can tell from others.

    Args:
        text: the ad.
        anchors: places in the text where the agency is named or its number stands, each with the name it goes by
            there ("" when a number says it).

    """
    found: dict[int, OfficeAddress] = {}
    lines = list(_LINE.finditer(text))
    beside = _beside(lines, anchors)
    for number, line in enumerate(lines):
        name = beside.get(number)
        if len(line[0]) > LONGEST_LINE or (name is None and not _AFTER_LABEL.search(line[0])):
            continue
        written = _labelled(line, "office") or (_labelled(line, "address") if name is not None else None)
        if written is None and name is not None:
            written = _street_and_town(line)
        if written is None or _labels()["branch"].search(same_length_lower(line[0])):
            continue
        start, end = written
        address = read_address(text[start:end], Origin.PAGE_TEXT, span=Span("text", start, end), name=name or "")
        if address is not None:
            found.setdefault(start, address)
    return tuple(found[start] for start in sorted(found))[:MOST_ADDRESSES]


def _beside(lines: Sequence[re.Match[str]], anchors: Sequence[tuple[Span, str]]) -> dict[int, str]:
    """Numbers of the lines near an anchor, with the name of the closest; a name wins over a number."""
    named: dict[int, str] = {}
    for span, name in anchors:
        at = next((number for number, line in enumerate(lines) if line.start() <= span.start < line.end()), None)
        for number in () if at is None else range(max(0, at - 1), at + LINES_AROUND + 1):
            named[number] = named.get(number) or name
    return named


def _labelled(line: re.Match[str], kind: str) -> tuple[int, int] | None:
    label = _labels()[kind].search(same_length_lower(line[0]))
    return (line.start() + label.end(), line.end()) if label and label.end() < len(line[0].rstrip()) else None


def _street_and_town(line: re.Match[str]) -> tuple[int, int] | None:
    """The end of a line that reads "…, street 5, 00-838 Town, …": from the part with the street to that of the town."""
    before: re.Match[str] | None = None
    for part in _PARTS.finditer(line[0]):
        if before is not None and _with_postcode(part[0].strip(" \t.")):
            return line.start() + before.start() + _indent(before[0]), line.start() + part.end()
        before = part if _STREET_AND_NUMBER.search(part[0]) else None
    return None


def _with_postcode(part: str) -> re.Match[str] | None:
    found = _POSTCODE_FIRST.fullmatch(part) or _TOWN_FIRST.fullmatch(part)
    return found if found and found["town"][0].isupper() and not _NO_TOWN.search(found["town"]) else None


def _indent(part: str) -> int:
    return len(part) - len(part.lstrip())


@lru_cache(maxsize=1)
def _labels() -> dict[str, re.Pattern[str]]:
    """Patterns of the bundled words: labels with what parts them from the value; a branch as whole words."""
    table = yaml.safe_load(Path(__file__).with_name("office_words.yml").read_text("utf-8"))
    return {kind: re.compile(_pattern(kind, sorted(words, key=len, reverse=True))) for kind, words in table.items()}


def _pattern(kind: str, words: Sequence[str]) -> str:
    one = "|".join(map(re.escape, words))
    if kind == "branch":
        return rf"\b(?:{one})\b"
    return rf"(?:^|[,;|•.])[ \t•*\-–]*(?:{one})[ \t]*(?:{_AFTER_LABEL.pattern})[ \t]*"


def anchors_of(text: str, names: Sequence[str], numbers: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """Where an ad names its agency or employer (the first places), and where its licence numbers stand."""
    for name in names:
        start = text.find(name) if len(name) >= SHORTEST_NAME else -1
        for _ in range(MOST_PLACES):
            if start < 0:
                break
            yield Span("text", start, start + len(name)), name
            start = text.find(name, start + len(name))
    yield from ((span, "") for span in numbers)
