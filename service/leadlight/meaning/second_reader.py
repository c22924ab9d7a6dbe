"""The second reader of the wording check: asks the model in time, and says so when it could not."""

import contextlib
import hashlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from threading import Lock

from cachetools import LRUCache

from leadlight.errors import CheckUnavailable
from leadlight.findings import CheckResult, Reason, State, Weight
from leadlight.meaning.about import About
from leadlight.meaning.copies import StillReading
from leadlight.meaning.findings import add_meaning, level_is_decided, without_meaning
from leadlight.meaning.reading import Reading
from leadlight.postings.model import Posting

log = logging.getLogger(__name__)

REMEMBERED_READINGS = 2_000
"""Readings kept by the digest of the ad's words, so that the same text under another link costs nothing. A reading
takes about 1 KB and holds no words of the ad, only places in it."""
WAITING_ADS = 16
"""Threads that wait for the reading processes; an ad beyond them waits for a thread within the same budget."""

Read = Callable[[str, str, str], Reading]
"""Title, text, language -> reading; raises `CheckUnavailable`, of which `StillReading` says that it is on its way."""


def _nothing() -> None:
    """What is done where nothing needs to be started or stopped."""


class SecondReader:
    """Adds to the wording check what a model says about the ad. Never fails: the phrases' findings always stay.

    Attributes:
        version: of the model's weights, "" when there are none.
        executor: threads in which `read` may wait.
    """

    def __init__(
        self,
        read: Read,
        *,
        about: About,
        weights: Mapping[str, Weight],
        start: Callable[[], None] = _nothing,
        stop: Callable[[], None] = _nothing,
    ) -> None:
        self._read = read
        self._start, self._stop = start, stop
        self._about = about
        self.version = about.version
        self._weights = weights
        self._known: LRUCache[bytes, Reading] = LRUCache(REMEMBERED_READINGS)
        self._lock = Lock()
        self.executor: Executor = ThreadPoolExecutor(WAITING_ADS, thread_name_prefix="leadlight-meaning")

    def wants(self, wording: CheckResult) -> bool:
        """Whether there is anything to ask: not when there are no words, or the phrases alone make a warning."""
        return wording.state is not State.NOT_CHECKED and not level_is_decided(wording)

    def read(self, posting: Posting, wording: CheckResult) -> CheckResult:
        """The wording check with what the model says, or with the reason why it says nothing. Blocks."""
        try:
            if self.version and posting.language not in self._about.languages:
                return without_meaning(wording, Reason.MEANING_NO_LANGUAGE)
            reading = self._reading(posting)
        except CheckUnavailable as unavailable:
            return without_meaning(wording, Reason(unavailable.reason))
        except Exception as error:  # noqa: BLE001  a broken reader must not cost the reader of the ad the phrases
            log.error("meaning was not read: %s", type(error).__name__)
            return without_meaning(wording, Reason.MEANING_FAILED)
        return add_meaning(
            wording, posting, reading, bars=self._about.bars, version=self.version, weights=self._weights
        )

    def start(self) -> None:
        """Load the model now, so that the first ad need not wait. Blocks; a model that is not there is no error."""
        with contextlib.suppress(CheckUnavailable):
            self._start()

    def close(self) -> None:
        """End the reading processes and the waiting threads."""
        self._stop()
        self.executor.shutdown(wait=False, cancel_futures=True)

    def _reading(self, posting: Posting) -> Reading:
        words = "\x00".join((posting.language, posting.title, posting.text))
        digest = hashlib.sha256(words.encode("utf-8", "replace")).digest()
        with self._lock:
            known = self._known.get(digest)
        if known is not None:
            return known
        try:
            reading = self._read(posting.title, posting.text, posting.language)
        except StillReading as still:
            still.reading.add_done_callback(partial(self._keep_late, digest))
            raise
        self._keep(digest, reading)
        return reading

    def _keep_late(self, digest: bytes, late: Future[Reading]) -> None:
        if late.exception() is None:
            self._keep(digest, late.result())

    def _keep(self, digest: bytes, reading: Reading) -> None:
        if not reading.hurried:
            with self._lock:
                self._known[digest] = reading
