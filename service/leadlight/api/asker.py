"""From which network a request comes: what limits are counted by, and nothing that is kept."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.types import Scope

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

V4_BITS: Final = 24
V6_BITS: Final = 48
"""Addresses that one household, office or attacker gets together: a provider hands an IPv6 customer up to a /48, and an
IPv4 one gets another address of the same /24 by switching the modem off and on."""

MOST_KNOWN: Final = 4_096
"""Addresses whose reading is kept: reading one costs more than the rest of letting a request in."""

MOST_FORWARDED: Final = 32
"""Proxies in a row that are looked at."""


def network_of(scope: Scope, trusted: Sequence[Network]) -> str:
    """Name the network that a request comes from: "203.0.113.0/24", "2001:db8::/48", or "" for this machine itself.

    Args:
        scope: the connection.
        trusted: networks of the operator's own proxies. Only what they say in X-Forwarded-For is believed: the last
            address in it that is none of theirs. From anybody else the header means nothing.
    """
    client = scope.get("client")
    address = _address(client[0]) if client else None
    if address is None:
        return ""  # a unix socket: this machine
    if not trusted:
        return _named(address, loopback_is_here=True)
    proxied = _is_one_of(address, trusted)
    if proxied:
        address = _forwarded(scope["headers"], trusted) or address
    return _named(address, loopback_is_here=not proxied)


def has_forwarded(scope: Scope) -> bool:
    """Whether a proxy says whom it speaks for."""
    return any(name == b"x-forwarded-for" for name, _ in scope["headers"])


def _forwarded(headers: Iterable[tuple[bytes, bytes]], trusted: Sequence[Network]) -> Address | None:
    """The last address that is no proxy of the operator's; None when there is none, or it cannot be read."""
    said = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
    for one in reversed(said.rsplit(",", MOST_FORWARDED)[-MOST_FORWARDED:]):
        address = _address(one.strip())
        if address is None:
            return None
        if not _is_one_of(address, trusted):
            return address
    return None


@lru_cache(maxsize=MOST_KNOWN)
def _named(address: Address, *, loopback_is_here: bool) -> str:
    if loopback_is_here and address.is_loopback:
        return ""
    return str(ip_network((address, V4_BITS if address.version == 4 else V6_BITS), strict=False))  # noqa: PLR2004


@lru_cache(maxsize=MOST_KNOWN)
def _address(written: str) -> Address | None:
    try:
        address = ip_address(written.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_one_of(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
