"""What the request path asks of cache, fetcher and page reader. Implemented in `storage` and `fetch`."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol

from leadlight.postings.model import Origin, Posting


class Kept(Protocol):
    """An answer, whether the cache had it, and whether it is being put there."""

    @property
    def value(self) -> bytes:
        """The encoded answer."""
        ...

    @property
    def hit(self) -> bool:
        """Whether it was there."""
        ...

    @property
    def stored(self) -> bool:
        """Whether it is kept from now on."""
        ...


class AnswerCache(Protocol):
    """Encoded answers by key, each computed once. A cache that is down answers like an empty one."""

    async def get(
        self,
        key: bytes,
        compute: Callable[[], Awaitable[tuple[bytes, int]]],
        *,
        claim_s: int = 0,
        renew_before_s: float = 0,
    ) -> Kept:
        """The kept answer, or what `compute` makes: an answer and the seconds to keep it. See `storage.once`."""
        ...

    async def kept(self, key: bytes, *, at_least_s: float) -> bytes | None:
        """The answer when it is kept for at least so many seconds more; None: ask `get`."""
        ...

    async def settle(self) -> None:
        """Wait for what is under way."""
        ...


class Turns(Protocol):
    """A cap on what runs at once. See `api.fair_queue`."""

    @property
    def waiting(self) -> int:
        """How many wait now."""
        ...

    def turn(self, asker: bytes) -> AbstractAsyncContextManager[None]:
        """Wait for a turn; may raise `TooBusy`."""
        ...


class Page(Protocol):
    """A fetched page: final address, raw body, and the charset that its header named ("" for none)."""

    @property
    def url(self) -> str:
        """Address after redirects."""
        ...

    @property
    def body(self) -> bytes:
        """The decoded body, at most as long as the fetcher's limit."""
        ...

    @property
    def charset(self) -> str:
        """Charset of the Content-Type header, "" when it names none."""
        ...


class PageFetcher(Protocol):
    """Fetches one page. May raise `BadUrl`, `AddressRefused`, `PageUnreadable` or `FetchFailed`."""

    async def fetch(self, url: str) -> Page:
        """Fetch the page at `url` within the limits of the deployment."""
        ...


class PageReader(Protocol):
    """Reads pages and long texts within bounds of time and memory, off the event loop."""

    async def read_page(self, body: bytes, *, url: str = "", charset: str = "") -> Posting:
        """Read the one ad of a page. May raise `PageUnreadable`."""
        ...

    async def read_file(self, body: bytes, *, url: str = "", charset: str = "") -> Posting:
        """Read the ad of a saved file: PDF, mail, page, chat, text. May raise `PageUnreadable`."""
        ...

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
        """Read the words of an ad. May raise `PageUnreadable`."""
        ...


class LinkBook(Protocol):
    """Hashes of flagged links. Every call blocks and may raise `StoreUnavailable`."""

    def beginning_with(self, prefix: bytes, *, limit: int) -> Sequence[tuple[bytes, str]]:
        """Hash (32 bytes) and level of the flagged links whose hash begins so, warnings first; empty: none is known."""
        ...

    def flag(self, links: Sequence[bytes], level: str, *, on: date) -> None:
        """Keep the level of these links, or change it."""
        ...

    def unflag(self, links: Sequence[bytes]) -> None:
        """Forget these links, flagged or not."""
        ...
