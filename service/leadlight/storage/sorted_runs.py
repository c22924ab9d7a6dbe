"""Sorts more pairs than memory should hold: sorted runs in temporary files, merged as they are read."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import IO

import orjson

PAIRS_IN_MEMORY = 100_000
"""Pairs that are sorted at a time, about 20 MB."""


class SortedRuns:
    """Pairs of words, each kept once, to be read in order when all are in. Use it in a `with` block.

    The words are such as a database keeps (see `words.storable`): no halves of surrogate pairs.
    """

    def __init__(self, *, in_memory: int = PAIRS_IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._pairs: set[tuple[str, str]] = set()
        self._runs: list[IO[bytes]] = []
        self._files = ExitStack()

    def __enter__(self) -> "SortedRuns":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._files.close()

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take pairs in.

        Raises:
            OSError: there is no room for a temporary file.
        """
        self._pairs.update(pairs)
        if len(self._pairs) >= self._in_memory:
            self._write_run()

    def in_order(self) -> Iterator[tuple[str, str]]:
        """Every pair once, sorted. Empty: none was added."""
        runs: list[Iterable[tuple[str, str]]] = [_read(run) for run in self._runs]
        last: tuple[str, str] | None = None
        for pair in heapq.merge(*runs, sorted(self._pairs)):
            if pair != last:
                yield pair
            last = pair

    def _write_run(self) -> None:
        run = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed by the stack
        run.writelines(orjson.dumps(pair, option=orjson.OPT_APPEND_NEWLINE) for pair in sorted(self._pairs))
        self._runs.append(run)
        self._pairs.clear()


def _read(run: IO[bytes]) -> Iterator[tuple[str, str]]:
    run.seek(0)
    for line in run:
        one, other = orjson.loads(line)
        yield one, other
