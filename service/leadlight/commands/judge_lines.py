"""Judges lines of JSON, one ad each. Runs in the process of the command or in several worker processes."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import orjson
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from leadlight.api.answer import encode
from leadlight.app import Service, build_service
from leadlight.contacts.model import Sighting
from leadlight.errors import BadInput, LeadlightError
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.model import Origin, Posting
from leadlight.postings.text import read_text
from leadlight.screening.screen import screen
from leadlight.settings import Settings

Line = tuple[int, bytes]
"""Number of a line, from 1, and its bytes; empty bytes stand for a line that is too long to be read."""

OPENING = b"{"
GZIP = b"\x1f\x8b"
PLACE_IN_JSON = re.compile(r" at line \d+ column \d+$")


class PackedFile(LeadlightError):
    """The file of the ads is packed."""


class AdLine(BaseModel):
    """One ad as a line of JSON. Other fields may stand in the line; they are not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int | None = None
    url: str | None = None
    title: str | None = None
    text: str | None = None
    employer: str | None = None
    country: Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2})?$")] | None = None
    lang: Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2,3})?$")] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one line: a verdict with its sighting, or a problem.

    Attributes:
        number: line number, from 1.
        verdict: JSON of the verdict with the given id; empty when the line cannot be used.
        level: level of the verdict, "" when there is none.
        sighting: what is remembered of the ad; None when nothing shall be.
        problem: what is wrong with the line and what to do; "" when nothing is.
    """

    number: int
    verdict: bytes = b""
    level: str = ""
    sighting: Sighting | None = None
    problem: str = ""


class Judge:
    """Judges ads with one service and one event loop."""

    def __init__(self, service: Service, *, language: str, remember: bool) -> None:
        self._service = service
        self._language = language
        self._remember = remember
        self._runner = asyncio.Runner()

    def judge(self, lines: Iterable[Line]) -> list[Judged]:
        """Judge numbered lines, in order. A line that cannot be used costs only itself."""
        return [self._runner.run(self._judge(number, line)) for number, line in lines]

    def judge_tasks(self, tasks: Iterable[Iterable[Line]]) -> Iterator[list[Judged]]:
        """Judge several tasks, one after the other."""
        return map(self.judge, tasks)

    def close(self) -> None:
        """Close the service."""
        self._runner.run(self._service.aclose())
        self._runner.close()

    async def _judge(self, number: int, line: bytes) -> Judged:
        if not line:
            return Judged(number, problem="The line is longer than one ad may be (LEADLIGHT_BODY_LIMIT_BYTES).")
        try:
            ad = AdLine.model_validate_json(line)
            posting = read_ad(ad) if ad.text is not None or not ad.url else await self._fetched(ad.url)
        except (ValidationError, BadInput) as error:
            return Judged(number, problem=unusable(error))
        verdict = await screen(posting, self._service.check_path.screening, language=self._language)
        body = encode(verdict, with_text=ad.text is None)
        given_id = b"" if ad.id is None else b'"id":' + orjson.dumps(ad.id) + b","
        sighting = self._service.sighting(posting) if self._remember else None
        return Judged(number, OPENING + given_id + body[len(OPENING) :], verdict.level, sighting)

    async def _fetched(self, url: str) -> Posting:
        """The ad at a link, where the site allows machines to read it."""
        page = await self._service.fetcher.fetch_for_scan(canonical_url(url))
        return await self._service.reader.read_page(page.body, url=page.url, charset=page.charset)


def refuse_gzip(ads: Path) -> None:
    """Say in a sentence that a packed file has to be unpacked, before its bytes are read as lines of JSON.

    Raises:
        PackedFile: the file is packed.
    """
    if not ads.is_file():
        return  # what is read from a pipe is gone
    with ads.open("rb") as source:
        if source.read(len(GZIP)) == GZIP:
            raise PackedFile(f"{ads} is packed by gzip; unpack it first: gunzip --keep {ads}")


def unusable(error: ValidationError | BadInput) -> str:
    """What is wrong with a line, and what to do. Its values are not repeated: they are part of somebody's ad."""
    if isinstance(error, BadInput):
        return f"{error.wrong} {error.remedy}"
    first = error.errors(include_url=False, include_input=False)[0]
    # The reader of JSON counts from the beginning of its own line; beside the number of ours that misleads.
    said = PLACE_IN_JSON.sub("", first["msg"])
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {said}" if where else said


def read_ad(ad: AdLine) -> Posting:
    """Read the posting of a line.

    Raises:
        BadInput: the text is empty, or the link is no link.
    """
    if not (ad.text or "").strip():
        raise BadInput("no-text", "The ad has no text.", "Put its words into the field text, or its link into url.")
    return read_text(
        ad.text or "",
        title=ad.title or "",
        employer=ad.employer or "",
        country=(ad.country or "").upper(),
        language=(ad.lang or "").lower(),
        url=canonical_url(ad.url) if ad.url else "",
        origin=Origin.GIVEN,
    )


_judge: Judge | None = None


def start_worker(settings: Settings, language: str, remember: bool) -> None:
    """Prepare a worker process: it loads the rules and opens the stores once."""
    global _judge  # noqa: PLW0603 - a worker process has one judge, made before its first task
    _judge = Judge(build_service(settings, with_cache=False), language=language, remember=remember)


def judge_in_worker(lines: Iterable[Line]) -> list[Judged]:
    """Judge lines in a worker process."""
    if _judge is None:
        raise RuntimeError("the worker was not started")
    return _judge.judge(lines)
