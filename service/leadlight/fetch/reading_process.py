"""The process in which one page after the other is read. Started by `page_reader`; speaks over its pipes only."""

import os
import resource
import sys
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import orjson

from leadlight.errors import BadInput
from leadlight.fetch.page_reader import LENGTHS, too_heavy_page
from leadlight.postings.file import read_file
from leadlight.postings.model import Origin, Posting
from leadlight.postings.page import read_page
from leadlight.postings.pictures import picture_hash
from leadlight.postings.text import read_text

# A first page makes every bundled table and the language model load, before the clock of a real page runs.
WARM_UP = (
    b"<h1>Warehouse worker</h1><p>We are hiring. Work in Germany, 2000 EUR per month. KRAZ 12345, +48 600 123 456.</p>"
)


READERS = {"page": read_page, "file": read_file}


def main() -> None:
    """Answer questions until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    read_page(WARM_UP * 2)
    picture_hash(b"no picture")
    bound(int(sys.argv[1]))
    while question := read_question(sys.stdin.buffer):
        answer = orjson.dumps(answer_to(*question), default=plain)
        answers.write(LENGTHS.pack(len(answer), 0) + answer)
        answers.flush()


def bound(memory_bytes: int) -> None:
    """Limit memory beyond what is loaded, and forbid files."""
    limit = loaded_bytes() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def loaded_bytes() -> int:
    """Address space in use now; 0 where the system does not say (then the limit is for all of it)."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return 0


def read_question(source: BinaryIO) -> tuple[dict[str, str], bytes] | None:
    """Next question and its body; None at the end of the input."""
    lengths = source.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head_size, body_size = LENGTHS.unpack(lengths)
    return orjson.loads(source.read(head_size)), source.read(body_size)


def answer_to(question: dict[str, str], body: bytes) -> dict[str, object]:
    """The posting, or the error in parts."""
    if question["read"] == "nothing":
        return {}
    try:
        return {"posting": read(question, body)}
    except BadInput as error:
        return {"error": parts(error)}
    except MemoryError:
        return {"error": parts(too_heavy_page())}


def parts(error: BadInput) -> dict[str, object]:
    """What an error says, part by part."""
    return {"code": error.code, "wrong": error.wrong, "remedy": error.remedy, "facts": error.facts}


def plain(value: object) -> object:
    """A read-only mapping as JSON can hold it."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(type(value).__name__)


def read(question: dict[str, str], body: bytes) -> Posting:
    """Read a page, a saved file or a text."""
    how = {name: value for name, value in question.items() if name not in ("read", "origin")}
    if question["read"] in READERS:
        return READERS[question["read"]](body, **how)
    return read_text(body.decode("utf-8"), origin=Origin(question["origin"]), **how)


if __name__ == "__main__":
    main()
