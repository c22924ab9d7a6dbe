"""`leadlight scan`: many ads, a verdict each, in the same order."""

import codecs
import collections
import contextlib
import enum
import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from leadlight.app import Service, build_service
from leadlight.commands.judge_lines import Judge, Judged, Line, judge_in_worker, refuse_gzip, start_worker
from leadlight.errors import LeadlightError
from leadlight.settings import Settings, read_settings

LINES_PER_TASK = 32
"""Few enough that the cores end together, many enough that handing over costs little."""

TASKS_PER_ROUND = 8
"""Sightings are stored after each round of 256 ads, in the order of the file, so that the verdicts do not depend on
the number of cores. A round of ordinary ads takes a few megabytes."""

SMALL_FILE_BYTES = 3_000_000
"""Below this (some 1,500 ads), starting worker processes takes longer than judging in one: 3 s of CPU each."""

SHOWN_PROBLEMS = 20

JudgeTasks = Callable[[Iterable[list[Line]]], Iterator[list[Judged]]]

console = Console(stderr=True, highlight=False)


class Exit(enum.IntEnum):
    """What the exit code says."""

    ALL_JUDGED = 0
    SOME_LINES_UNUSABLE = 2


class ScanFailed(LeadlightError):
    """The scan cannot start, or a worker process died."""


def scan(
    ads: Annotated[Path, typer.Argument(metavar="ADS.jsonl", exists=True, dir_okay=False, readable=True)],
    out: Annotated[Path, typer.Option("--out", metavar="VERDICTS.jsonl", help="Where the verdicts go.")],
    language: Annotated[str, typer.Option(help="Language of the verdicts, ISO 639-1.")] = "en",
    remember: Annotated[bool, typer.Option(help="Keep keyed hashes of the ads' contacts.")] = True,
    meaning: Annotated[
        bool, typer.Option("--meaning", help="Also read what sentences mean: up to 0.4 s of one core for each ad.")
    ] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes. Default: one for each core.")] = None,
) -> None:
    """Check many ads: one JSON object a line with text, and id, url, title, employer, country, lang where known.

    A line with url and no text is fetched, where the site's robots.txt allows machines to read the page.

    Each verdict is the JSON of the API with the given id, a line each, in the same order. A line that cannot be
    used is reported with its number and the rest goes on. Exit codes: 0 all lines judged, 2 some could not be used,
    1 the scan failed.
    """
    if out.exists() and out.samefile(ads):
        raise ScanFailed(f"{out} is the file of the ads; give another file to --out.")
    refuse_gzip(ads)
    settings = read_settings()
    if not meaning:
        # Phrases judge some hundred ads in the time in which the model reads one.
        settings = settings.model_copy(update={"meaning_budget_ms": 0})
    size = ads.stat().st_size
    processes = workers or (1 if size < SMALL_FILE_BYTES else os.cpu_count() or 1)
    tally = _Tally()
    with contextlib.ExitStack() as open_things:
        source = open_things.enter_context(ads.open("rb"))
        service = build_service(settings, with_cache=False)
        judge = open_things.enter_context(contextlib.closing(Judge(service, language=language, remember=remember)))
        judge_tasks = (
            judge.judge_tasks
            if processes == 1
            else open_things.enter_context(
                _worker_processes(settings, language, remember=remember, processes=processes)
            )
        )
        # Opened last: a scan that cannot start leaves an older file as it is.
        target = open_things.enter_context(_open_out(out))
        open_things.enter_context(_said_when_stopped(tally, out))
        advance = open_things.enter_context(_progress(size or None))
        for tasks in _rounds(source, settings.body_limit_bytes):
            judged = list(itertools.chain.from_iterable(judge_tasks(tasks)))
            tally.remembered += _store_sightings(service, judged)
            target.writelines(one.verdict + b"\n" for one in judged if one.verdict)
            tally.add(judged)
            if source.seekable():  # a pipe has no length and no place in it
                advance(source.tell())
        tally.show(out)
        service.database.sightings.settle(tally.remembered)
    raise typer.Exit(Exit.SOME_LINES_UNUSABLE if tally.problems else Exit.ALL_JUDGED)


class _Tally:
    """Counts what became of the lines and says which could not be used."""

    def __init__(self) -> None:
        self.levels: collections.Counter[str] = collections.Counter()
        self.problems = 0
        self.remembered = 0

    def add(self, judged: Iterable[Judged]) -> None:
        for one in judged:
            if one.verdict:
                self.levels[one.level] += 1
                continue
            self.problems += 1
            if self.problems <= SHOWN_PROBLEMS:
                console.print(f"line {one.number}: {one.problem}", markup=False, soft_wrap=True)

    def show(self, out: Path) -> None:
        if self.problems > SHOWN_PROBLEMS:
            console.print(f"… and {self.problems - SHOWN_PROBLEMS:,} more lines")
        levels = ", ".join(f"{level} {count:,}" for level, count in self.levels.most_common()) or "none"
        unusable = f"; {self.problems:,} lines could not be used" if self.problems else ""
        console.print(f"{self.levels.total():,} verdicts in {out}: {levels}{unusable}", markup=False, soft_wrap=True)


def _store_sightings(service: Service, judged: Iterable[Judged]) -> int:
    sightings = [one.sighting for one in judged if one.sighting is not None]
    service.database.sightings.remember_all(sightings, bulk=True)
    return len(sightings)


def _open_out(out: Path) -> BinaryIO:
    try:
        return out.open("wb")
    except OSError as error:
        raise ScanFailed(f"{out} cannot be written: {error.strerror}.") from error


def _rounds(source: BinaryIO, limit_bytes: int) -> Iterator[list[list[Line]]]:
    """Read the file in rounds of tasks of numbered lines; never more than one round is in memory."""
    lines = _lines(source, limit_bytes)
    while tasks := [task for _ in range(TASKS_PER_ROUND) if (task := list(itertools.islice(lines, LINES_PER_TASK)))]:
        yield tasks


def _lines(source: BinaryIO, limit_bytes: int) -> Iterator[Line]:
    for number in itertools.count(1):
        line = source.readline(limit_bytes + 1)
        if not line:
            return
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        too_long = len(line) > limit_bytes and not line.endswith(b"\n")
        while too_long and not line.endswith(b"\n") and (more := source.readline(limit_bytes)):
            line = more  # skipped to its end, so that one endless line does not end the scan
        if too_long:
            yield number, b""
        elif line.strip():
            yield number, line


@contextlib.contextmanager
def _worker_processes(settings: Settings, language: str, *, remember: bool, processes: int) -> Iterator[JudgeTasks]:
    # Spawned, not forked: the parent has threads and open connections that a copy of it must not share.
    context = multiprocessing.get_context("spawn")
    others = multiprocessing.active_children()
    with ProcessPoolExecutor(processes, context, start_worker, (settings, language, remember)) as pool:

        def judge_tasks(tasks: Iterable[list[Line]]) -> Iterator[list[Judged]]:
            try:
                with _no_interrupt():
                    judged = [pool.submit(judge_in_worker, task) for task in tasks]
                for one in judged:
                    yield one.result()
            except BrokenProcessPool as error:
                raise ScanFailed("a worker process was killed; the verdicts so far are in the file.") from error

        try:
            yield judge_tasks
        except KeyboardInterrupt:
            # They only judge, this process stores: nothing is lost, and nobody waits for what is in their hands.
            for worker in set(multiprocessing.active_children()) - set(others):
                worker.terminate()
            raise


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Processes that start meanwhile never see Ctrl+C: it is for the command, which then ends them in order."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _said_when_stopped(tally: _Tally, out: Path) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        so_far = f"stopped; the verdicts of the first {tally.levels.total():,} ads are in {out}"
        console.print(so_far, markup=False, soft_wrap=True)
        raise


@contextlib.contextmanager
def _progress(total_bytes: int | None) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("checking", total=total_bytes)
        yield lambda done: progress.update(task, completed=done)
