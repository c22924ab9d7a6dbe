"""Fetch one page that a person asked for, and touch nothing else.

There is no session behind it: no cookies, no stored passwords, no proxy from the environment, no automatic redirect
and no automatic unpacking exist here, because `httpcore` (the engine inside httpx) is used without its client.
"""

import asyncio
import ssl
import traceback
from dataclasses import dataclass

import certifi
import httpcore

from leadlight import __version__
from leadlight.errors import BadInput, FetchFailed
from leadlight.fetch.addresses import Target, read_target
from leadlight.fetch.answers import content_charset, header, refuse_length, refuse_status, refuse_type
from leadlight.fetch.decoding import ACCEPTED, decode_body
from leadlight.fetch.limits import Limits
from leadlight.fetch.manners import HostManners
from leadlight.fetch.names import DnsNames, Names
from leadlight.fetch.pinned import ByteBudget, PinnedBackend, too_large
from leadlight.fetch.robots_rules import PRODUCT_TOKEN, RobotsRules

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PURPOSE = "checks job ads that people asked about"
# Room for chunk headers and trailers beside the body itself.
FRAMING_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came.

    Attributes:
        url: address after all redirects.
        body: unpacked bytes; may be empty.
        charset: as the server declared it, "" when it did not.
        content_type: media type in lower case, "" when the server named none.

    """

    url: str
    body: bytes
    charset: str
    content_type: str


class Fetcher:
    """Fetches public web pages within `Limits`. One per process; `aclose` it at the end."""

    def __init__(
        self,
        *,
        allowed_test_hosts: frozenset[str] = frozenset(),
        contact_url: str = "",
        limits: Limits | None = None,
        names: Names | None = None,
        network: httpcore.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare; opens nothing yet.

        Args:
            allowed_test_hosts: "host:port" entries that may be fetched although they are local. Empty in service.
            contact_url: page of the deployment that sites find in their logs, http(s) or mailto; "" when it has none.
            limits: bounds; the defaults suit job pages.
            names: who resolves names; by default the machine's name servers.
            network: who opens sockets; by default asyncio.
            tls: which certificates are trusted; by default the public ones of certifi.
        """
        self._test_hosts = allowed_test_hosts
        self._user_agent = user_agent(contact_url)
        self._limits = limits or Limits()
        self._names = names or DnsNames()
        self._network = network or httpcore.AnyIOBackend()
        self._tls = tls or ssl.create_default_context(cafile=certifi.where())
        self._turns = asyncio.Semaphore(self._limits.at_once)
        self._manners = HostManners()
        self._robots = RobotsRules(self._body_of)

    async def fetch(self, url: str) -> FetchedPage:
        """Fetch a page.

        Raises:
            BadUrl: no link that may be fetched.
            AddressRefused: the link, or a redirect, leads to a closed address.
            FetchFailed: no such host, no answer in time, an error status, too large, broken.
            PageUnreadable: not a web page but another kind of file.
        """
        try:
            async with asyncio.timeout(self._limits.total_s), self._turns:
                return await self._follow(url)
        except TimeoutError as error:
            forget_buffers(error)
            raise self._too_slow() from None
        except BadInput as error:
            forget_buffers(error)
            raise

    async def fetch_for_scan(self, url: str) -> FetchedPage:
        """Fetch a page that no person asked for by itself: only where the site's robots.txt allows it.

        Raises:
            FetchFailed: also when the site's rules forbid it or cannot be read.
            BadUrl, AddressRefused, PageUnreadable: as `fetch`.
        """
        await self._robots.refuse_forbidden(read_target(url, test_hosts=self._test_hosts).url)
        page = await self.fetch(url)
        if page.url != url:
            await self._robots.refuse_forbidden(page.url)
        return page

    async def _body_of(self, url: str) -> bytes:
        return (await self.fetch(url)).body

    async def aclose(self) -> None:
        """Nothing stays open between fetches; kept so that callers need not know that."""

    async def _follow(self, url: str) -> FetchedPage:
        target = read_target(url, test_hosts=self._test_hosts)
        for _ in range(self._limits.redirects + 1):
            async with self._manners.turn(target.host):
                answer = await self._ask(target)
            if isinstance(answer, FetchedPage):
                return answer
            target = read_target(answer, base=target.url, test_hosts=self._test_hosts)
        raise FetchFailed(
            "too-many-redirects",
            f"The site sent us on more than {self._limits.redirects} times.",
            "Open the page in your browser and paste the text of the ad.",
            limit=self._limits.redirects,
        )

    async def _ask(self, target: Target) -> FetchedPage | str:
        """Ask for one target: its page, or where it redirects to."""
        budget = ByteBudget(self._limits.header_bytes)
        origin = httpcore.Origin(target.scheme.encode(), target.host.encode(), target.port)
        connection = httpcore.AsyncHTTPConnection(
            origin,
            ssl_context=self._tls,
            network_backend=PinnedBackend(target, self._names, self._limits, budget, self._network),
        )
        try:
            response = await connection.handle_async_request(self._request(target))
            budget.allow(self._limits.body_bytes + FRAMING_BYTES)
            location = header(response, b"location")
            if response.status in REDIRECTS and location:
                return location
            return await self._read_page(target, response)
        except httpcore.TimeoutException:
            raise self._too_slow() from None
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
            raise connection_broke(target.host) from error
        finally:
            await connection.aclose()

    async def _read_page(self, target: Target, response: httpcore.Response) -> FetchedPage:
        self._manners.asked_to_wait(target.host, header(response, b"retry-after"))
        refuse_status(response.status, target.host)
        content_type = refuse_type(header(response, b"content-type"))
        refuse_length(header(response, b"content-length"), self._limits.body_bytes)
        packed = bytearray()
        async for chunk in response.aiter_stream():
            packed += chunk
            if len(packed) > self._limits.body_bytes:
                raise too_large()
        body = decode_body(packed, header(response, b"content-encoding"), self._limits.page_bytes)
        return FetchedPage(target.url, body, content_charset(header(response, b"content-type")), content_type)

    def _request(self, target: Target) -> httpcore.Request:
        host = f"[{target.host}]" if ":" in target.host else target.host
        standard_port = (target.scheme, target.port) in (("http", 80), ("https", 443))
        return httpcore.Request(
            b"GET",
            httpcore.URL(
                scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
            ),
            headers=[
                (b"Host", (host if standard_port else f"{host}:{target.port}").encode()),
                (b"User-Agent", self._user_agent.encode()),
                (b"Accept", b"text/html,application/xhtml+xml,*/*;q=0.1"),
                (b"Accept-Encoding", ACCEPTED.encode()),
                (b"Accept-Language", b"en,*;q=0.5"),
                (b"Connection", b"close"),
            ],
            extensions={
                "timeout": {
                    "connect": self._limits.connect_s,
                    "read": self._limits.read_s,
                    "write": self._limits.read_s,
                }
            },
        )

    def _too_slow(self) -> FetchFailed:
        return FetchFailed(
            "fetch-timed-out",
            f"The page did not come within {self._limits.total_s:g} seconds.",
            "Try again in a minute, or open the page in your browser and paste the text of the ad.",
            seconds=self._limits.total_s,
        )


def user_agent(contact_url: str) -> str:
    """How the service introduces itself to sites: its name, whom to ask, and what it does."""
    whom = f"+{contact_url}; " if contact_url else ""
    return f"{PRODUCT_TOKEN}/{__version__} ({whom}{PURPOSE})"


def forget_buffers(error: BaseException | None) -> None:
    """Free what the frames of an error hold: megabytes of page would live as long as somebody keeps the error."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def connection_broke(host: str) -> FetchFailed:
    """The site answered with something that is no proper answer."""
    return FetchFailed(
        "connection-broke",
        f"The connection to {host} broke, or its certificate is not valid.",
        "Try again in a minute, or open the page in your browser and paste the text of the ad.",
        host=host,
    )
