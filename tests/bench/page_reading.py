"""Reads a folder of saved job pages with Leadlight, extruct and trafilatura, and prints a table of the three.

Usage: python tests/bench/page_reading.py FOLDER. extruct and trafilatura are no part of Leadlight: put them on
PYTHONPATH to measure them; a reader that is not installed is left out.

The reference is independent of all three: fields from the page's JSON-LD (read with json) or from reference_fields.yml,
ad words from the element in which each board keeps its ad (reference_fields.yml), read with html.parser.
"""

import contextlib
import html
import json
import logging
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from leadlight.errors import PageUnreadable
from leadlight.postings.page import read_page

REFERENCE = yaml.safe_load(Path(__file__).with_name("reference_fields.yml").read_text("utf-8"))
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
UNSEEN = frozenset({"script", "style", "svg", "noscript", "template"})
ROUNDS = 3
LEAST_SHARE = 0.95
COLUMNS = (
    "title",
    "employer",
    "place",
    "text ≥ 95 %",
    "recall, mean",
    "worst",
    "words ÷ ad's words",
    "ms CPU, median",
    "worst",
)


@dataclass
class Read:
    """What one reader found."""

    title: str = ""
    employer: str = ""
    place: str = ""
    text: str = ""


class AdWords(HTMLParser):
    """Words inside the elements whose class, id or other attribute holds one of the marks."""

    def __init__(self, marks: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.marks, self.open, self.found = marks, [], []  # type: ignore[var-annotated]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = " ".join(f'{name}="{value}"' for name, value in attrs)
        if tag not in VOID:
            self.open.append((tag, any(mark in values for mark in self.marks)))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        if any(marked for _, marked in self.open) and not any(tag in UNSEEN for tag, _ in self.open):
            self.found.append(data)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def json_ld(page: str) -> dict[str, Any]:
    for script in re.findall(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", page, re.DOTALL | re.IGNORECASE):
        with contextlib.suppress(ValueError):
            for one in objects(json.loads(script, strict=False)):
                if "JobPosting" in str(one.get("@type")):
                    return one
    return {}


def objects(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from objects(value)
    elif isinstance(data, list):
        for value in data:
            yield from objects(value)


def name_of(value: object) -> str:
    one = value[0] if isinstance(value, list) and value else value
    return html.unescape(str(one.get("name", "") if isinstance(one, dict) else one or ""))


def place_of(values: dict[str, Any]) -> str:
    place = values.get("jobLocation")
    one = place[0] if isinstance(place, list) and place else place
    address = one.get("address", one) if isinstance(one, dict) else one
    if isinstance(address, dict):
        return str(address.get("addressLocality") or address.get("name") or "")
    return str(address or "")


def reference_of(name: str, page: str) -> Read:
    own = next((row for key, row in REFERENCE.items() if name.startswith(key)), {})
    values = json_ld(page)
    description = re.sub(r"<[^>]+>", " ", html.unescape(html.unescape(str(values.get("description", "")))))
    text = description
    if own.get("ad"):
        parser = AdWords(own["ad"])
        beginning = page
        for mark in own.get("until", []):
            beginning = beginning.split(mark)[0]
        parser.feed(beginning)
        text = " ".join(parser.found)
    text = own.get("text", text)
    return Read(
        own.get("title") or html.unescape(str(values.get("title", ""))),
        own.get("employer", name_of(values.get("hiringOrganization"))),
        own.get("place", place_of(values)),
        text,
    )


def with_leadlight(body: bytes, _page: str) -> Read:
    posting = read_page(body)
    place = posting.places[0].name if posting.places else ""
    return Read(posting.title, posting.employer, place, posting.text)


def with_extruct(_body: bytes, page: str) -> Read:
    import extruct

    data = extruct.extract(page, syntaxes=["json-ld", "microdata", "rdfa"], uniform=True, errors="ignore")
    values = next((one for one in objects(data) if "JobPosting" in str(one.get("@type"))), {})
    text = re.sub(r"<[^>]+>", " ", html.unescape(html.unescape(str(values.get("description", "")))))
    return Read(
        html.unescape(str(values.get("title", ""))), name_of(values.get("hiringOrganization")), place_of(values), text
    )


def with_trafilatura(_body: bytes, page: str) -> Read:
    import trafilatura

    found = trafilatura.bare_extraction(page, with_metadata=True, include_tables=True, favor_recall=True)
    if found is None:
        return Read()
    return Read(found.title or "", found.sitename or "", "", found.text or "")


def installed() -> dict[str, Callable[[bytes, str], Read]]:
    readers: dict[str, Callable[[bytes, str], Read]] = {"leadlight": with_leadlight}
    for name, reader in (("extruct", with_extruct), ("trafilatura", with_trafilatura)):
        with contextlib.suppress(ImportError):
            __import__(name)
            readers[name] = reader
    return readers


def same(found: str, expected: str) -> bool:
    """All words of what is expected stand in what was found, and not many more."""
    wanted, there = words(expected), words(found)
    return wanted <= there and there.total() <= wanted.total() + 8


@dataclass
class Score:
    """What one reader got right, over all pages."""

    title: int = 0
    employer: int = 0
    place: int = 0
    shares: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, found: Read, expected: Read, milliseconds: float) -> None:
        wanted, there = words(expected.text), words(found.text)
        self.title += same(found.title, expected.title)
        self.employer += bool(expected.employer) and same(found.employer, expected.employer)
        self.place += bool(expected.place) and same(found.place, expected.place)
        self.shares.append((wanted & there).total() / wanted.total())
        self.sizes.append(there.total() / wanted.total())
        self.milliseconds.append(milliseconds)

    def row(self, expected: list[Read]) -> list[str]:
        return [
            f"{self.title}/{len(expected)}",
            f"{self.employer}/{sum(bool(one.employer) for one in expected)}",
            f"{self.place}/{sum(bool(one.place) for one in expected)}",
            f"{sum(share >= LEAST_SHARE for share in self.shares)}/{len(expected)}",
            f"{statistics.mean(self.shares):.3f}",
            f"{min(self.shares):.3f}",
            f"{statistics.median(self.sizes):.2f}",
            f"{statistics.median(self.milliseconds):.1f}",
            f"{max(self.milliseconds):.0f}",
        ]


def timed(reader: Callable[[bytes, str], Read], body: bytes, page: str) -> tuple[Read, float]:
    """What a reader found, and the milliseconds of CPU of its best round."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        found = reader(body, page)
        spent.append(time.process_time() - start)
    return found, min(spent) * 1000


def main(folder: Path) -> int:
    logging.disable(logging.CRITICAL)
    scores = {name: Score() for name in installed()}
    expected: list[Read] = []
    for path in sorted(folder.glob("*.html")):
        body = path.read_bytes()
        page = body.decode("utf-8", "replace")
        try:
            read_page(body)
        except PageUnreadable as error:
            print(f"{path.name}: no single ad ({error.code})")  # noqa: T201
            continue
        expected.append(reference_of(path.name, page))
        if not (expected[-1].title and words(expected[-1].text)):
            raise SystemExit(f"{path.name}: reference_fields.yml does not say what its ad is")
        for name, score in scores.items():
            found, milliseconds = timed(installed()[name], body, page)
            score.add(found, expected[-1], milliseconds)
    table = Table("reader", *COLUMNS, title=f"{len(expected)} pages with one ad")
    for name, score in scores.items():
        table.add_row(name, *score.row(expected))
    Console(width=150).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
