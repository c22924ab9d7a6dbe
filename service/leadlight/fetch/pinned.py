"""Connect to the checked address and to nothing else, and count every byte that comes back."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from leadlight.errors import AddressRefused, FetchFailed
from leadlight.fetch.addresses import IpAddress, Target, refuse_closed
from leadlight.fetch.limits import Limits
from leadlight.fetch.names import Names


class ByteBudget:
    """Bytes that one connection may still receive. Headers first; `allow` adds the body once they are in."""

    def __init__(self, first: int) -> None:
        self._left = first

    def allow(self, more: int) -> None:
        """Let `more` bytes come."""
        self._left += more

    def spend(self, count: int) -> None:
        """Take `count` received bytes off, or end the fetch."""
        self._left -= count
        if self._left < 0:
            raise too_large()


class CountedStream(httpcore.AsyncNetworkStream):
    """A connection that spends a budget with every byte read, so floods outside the body count as well."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, budget: ByteBudget) -> None:
        self._inner = inner
        self._budget = budget

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's signature
        """Read and count."""
        received = await self._inner.read(max_bytes, timeout)
        self._budget.spend(len(received))
        return received

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's signature
        """Write as is."""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        """Wrap the encrypted stream, so that decrypted bytes are counted."""
        return CountedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout), self._budget)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        """Pass on."""
        return self._inner.get_extra_info(info)


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Resolves the name once, checks every address, and connects to a checked one.

    One closed address among the answers closes them all: an honest site has none.
    """

    def __init__(
        self, target: Target, names: Names, limits: Limits, budget: ByteBudget, inner: httpcore.AsyncNetworkBackend
    ) -> None:
        self._target = target
        self._names = names
        self._limits = limits
        self._budget = budget
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a checked address of the target; `host` only repeats the target's name."""
        last: Exception | None = None
        for address in (await self._checked_addresses())[: self._limits.addresses_tried]:
            try:
                stream = await self._inner.connect_tcp(str(address), port, self._limits.connect_s)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
                continue
            return CountedStream(stream, self._budget)
        raise FetchFailed(
            "no-connection",
            f"{host} does not answer.",
            "Try again in a minute, or paste the text of the ad.",
            host=host,
        ) from last

    async def _checked_addresses(self) -> list[IpAddress]:
        target = self._target
        if target.address is not None:
            found = [target.address]
        else:
            found = await self._names.addresses(target.host, seconds=self._limits.names_s)
        if not target.is_test_host:
            for address in found:
                refuse_closed(address)
        return found

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise AddressRefused("address-refused", "This link leads to a local socket.", "Paste the text of the ad.")

    async def sleep(self, seconds: float) -> None:
        """Pass on."""
        await self._inner.sleep(seconds)


def too_large() -> FetchFailed:
    """The answer has more bytes than a job page has."""
    return FetchFailed(
        "page-too-large",
        "The site sent more data than a job page has.",
        "Open the page in your browser and paste the text of the ad.",
    )
