"""Look up the addresses of a name without blocking, with a bound on time, and without the machine's own hosts file."""

import asyncio
import ipaddress
from typing import Protocol

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

from leadlight.errors import FetchFailed
from leadlight.fetch.addresses import IpAddress

# Large answer sets are padding; more would only make the check slower.
MOST_ADDRESSES = 16


class Names(Protocol):
    """What the fetcher asks: all addresses of a name. Never empty; raises `FetchFailed` instead."""

    async def addresses(self, host: str, *, seconds: float) -> list[IpAddress]:
        """Addresses of `host`, in the order in which to try them."""
        ...


class DnsNames:
    """Asks the name servers of this machine (or the given ones), A and AAAA at the same time."""

    def __init__(self, nameservers: list[str] | None = None, port: int = 53) -> None:
        self._resolver = dns.asyncresolver.Resolver(configure=nameservers is None)
        if nameservers is not None:
            self._resolver.nameservers = list(nameservers)
        self._resolver.port = port

    async def addresses(self, host: str, *, seconds: float) -> list[IpAddress]:
        """Return IPv4 before IPv6 addresses of `host`.

        Raises:
            FetchFailed: no such name, no address, or no answer in `seconds`.
        """
        answers = await asyncio.gather(
            self._ask(host, dns.rdatatype.A, seconds),
            self._ask(host, dns.rdatatype.AAAA, seconds),
            return_exceptions=True,
        )
        found = [address for answer in answers if isinstance(answer, list) for address in answer]
        if found:
            return found[:MOST_ADDRESSES]
        if any(isinstance(answer, dns.exception.Timeout) for answer in answers):
            raise FetchFailed(
                "names-timed-out",
                f"The name servers did not say in {seconds:g} seconds where {host} is.",
                "Try again in a minute, or paste the text of the ad.",
                host=host,
            )
        raise FetchFailed(
            "no-such-host",
            f"There is no site at {host}.",
            "Check the spelling of the link, or paste the text of the ad.",
            host=host,
        )

    async def _ask(self, host: str, kind: dns.rdatatype.RdataType, seconds: float) -> list[IpAddress]:
        answer = await self._resolver.resolve(
            host.rstrip(".") + ".", kind, lifetime=seconds, search=False, raise_on_no_answer=False
        )
        return [ipaddress.ip_address(row.address) for row in answer.rrset or ()]
