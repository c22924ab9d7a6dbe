"""Read pages in processes of their own, so that a page built to hurt the reader costs its own request only.

HTML parsers can be made to run for minutes and to eat gigabytes by a few hundred kilobytes. A page therefore gets one
process with a memory limit and two seconds; then the process is ended and replaced. No secret is in reach of these
processes: they get no settings, and what they answer is read as data, never as code.
"""

import asyncio
import os
import struct
import sys
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import TypeAdapter

from leadlight.errors import BadInput, PageUnreadable
from leadlight.postings.model import Origin, Posting

# An honest page of 1.6 MB takes 0.3 s here; above two seconds a reader would rather paste the text.
SECONDS_PER_PAGE = 2.0
SECONDS_TO_START = 30.0
# Beyond what the process holds before its first page. The largest of 40 saved job pages needs 30 MB.
MEMORY_BYTES = 256 * 1024 * 1024
LENGTHS = struct.Struct(">II")
PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LANG", "LC_ALL", "SYSTEMROOT")
REMEDY = "Open the page in your browser and paste the text of the ad."
POSTINGS: TypeAdapter[Posting] = TypeAdapter(Posting)


@dataclass(slots=True)
class ReadingProcess:
    """One running process and its pipes."""

    process: asyncio.subprocess.Process

    async def ask(self, question: dict[str, str], body: bytes) -> dict[str, Any]:
        """Send one page or text and wait for the answer. Raises EOFError when the process is gone."""
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        head = orjson.dumps(question)
        stdin.write(LENGTHS.pack(len(head), len(body)) + head)
        stdin.write(body)
        await stdin.drain()
        size, _ = LENGTHS.unpack(await stdout.readexactly(LENGTHS.size))
        answer: dict[str, Any] = orjson.loads(await stdout.readexactly(size))
        return answer

    async def end(self) -> None:
        """End the process at once."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()


class PageReader:
    """Reads pages and texts like `postings.page.read_page` and `postings.text.read_text`, within bounds.

    One per service. Processes start with the first page (or with `start`) and end with `aclose`.
    """

    def __init__(
        self, *, processes: int = 2, seconds: float = SECONDS_PER_PAGE, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._processes = processes
        self._free: asyncio.LifoQueue[ReadingProcess | None] = asyncio.LifoQueue()
        for _ in range(processes):
            self._free.put_nowait(None)

    async def read_page(self, body: bytes, *, url: str = "", charset: str = "") -> Posting:
        """Read a page; see `postings.page.read_page`.

        Raises:
            PageUnreadable: as there, and when the page took too long or too much memory.
        """
        return await self._read({"read": "page", "url": url, "charset": charset}, body)

    async def read_file(self, body: bytes, *, url: str = "", charset: str = "") -> Posting:
        """Read a saved file; see `postings.file.read_file`. Raises as `read_page`."""
        return await self._read({"read": "file", "url": url, "charset": charset}, body)

    async def read_text(
        self,
        text: str,
        *,
        title: str = "",
        employer: str = "",
        country: str = "",
        language: str = "",
        url: str = "",
        origin: Origin = Origin.PASTED,
    ) -> Posting:
        """Read a text; see `postings.text.read_text`. Halves of characters (lone surrogates) become question marks.

        Raises:
            PageUnreadable: it took too long.
        """
        question = {"read": "text", "title": title, "employer": employer, "country": country, "language": language}
        whole = {name: value.encode("utf-8", "replace").decode() for name, value in (question | {"url": url}).items()}
        return await self._read(whole | {"origin": origin.value}, text.encode("utf-8", "replace"))

    async def start(self) -> None:
        """Start all processes now, so that the first page need not wait for them."""
        slots = [await self._free.get() for _ in range(self._processes)]
        try:
            for at, slot in enumerate(slots):
                slots[at] = slot or await self._start_one()
        finally:
            for slot in slots:
                self._free.put_nowait(slot)

    async def aclose(self) -> None:
        """Wait for running readings and end all processes."""
        for slot in [await self._free.get() for _ in range(self._processes)]:
            if slot is not None:
                await slot.end()
            self._free.put_nowait(None)

    async def _read(self, question: dict[str, str], body: bytes) -> Posting:
        slot = await self._free.get()
        try:
            slot = slot or await self._start_one()
            async with asyncio.timeout(self._seconds):
                answer = await slot.ask(question, body)
        except BaseException as error:
            # Also when the caller gave up: the process may be in the middle of the page.
            if slot is not None:
                await slot.end()
            slot = None
            raise too_heavy(error, self._seconds) from error
        finally:
            self._free.put_nowait(slot)
        if "error" in answer:
            raise as_error(answer["error"])
        return POSTINGS.validate_python(answer["posting"])

    async def _start_one(self) -> ReadingProcess:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "leadlight.fetch.reading_process",
            str(self._memory_bytes),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
            # An interrupt at the terminal is for the service, which ends its readings in order.
            start_new_session=True,
        )
        started = ReadingProcess(process)
        try:
            async with asyncio.timeout(SECONDS_TO_START):
                await started.ask({"read": "nothing"}, b"")
        except BaseException:
            # Also when the service stops while it starts: nobody else knows of this process.
            await started.end()
            raise
        return started


def too_heavy(error: BaseException, seconds: float) -> BaseException:
    """Say in words why a page was given up; errors that are not about the page stay what they are."""
    if isinstance(error, TimeoutError):
        wrong = f"This page is built so that reading it takes longer than {seconds:g} seconds."
        return PageUnreadable("page-too-slow", wrong, REMEDY, seconds=seconds)
    if isinstance(error, EOFError | ConnectionError):
        return too_heavy_page()
    return error


def too_heavy_page() -> PageUnreadable:
    """The page takes more memory than a page may."""
    return PageUnreadable("page-too-heavy", "This page is built so that reading it takes too much memory.", REMEDY)


def as_error(told: dict[str, Any]) -> BadInput:
    """The error that the process met, as the same error here."""
    return PageUnreadable(told["code"], told["wrong"], told["remedy"], **told["facts"])
