"""Which addresses the service may connect to. Decided here alone, before every connection, from bundled tables."""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ada_url
import yaml

from leadlight.errors import AddressRefused, BadUrl
from leadlight.postings.canonical_url import PASTE_REMEDY, parse_url

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Block = ipaddress.IPv4Network | ipaddress.IPv6Network

OPEN_PORTS = frozenset({80, 443})
DEFAULT_PORTS = {"http": 80, "https": 443}
# Letters, digits, hyphens and underscores with a last label that is no number: what a public name looks like.
PUBLIC_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
DOTTED_IPV4 = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\\\\\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
AUTHORITY = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?[/\\]{2,}([^/\\?#]*)")
NOT_PUBLIC_REMEDY = "Only pages on the public internet are opened. Paste the text of the ad instead."


@dataclass(frozen=True, slots=True)
class AddressRules:
    """The bundled tables: closed blocks with their reasons, the open IPv6 block, closed last labels of names."""

    closed: tuple[tuple[Block, str], ...]
    ipv6_open: ipaddress.IPv6Network
    closed_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Target:
    """One link that may be asked for, taken apart once, so that no second parser can read it differently."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    address: IpAddress | None
    is_test_host: bool = False


@lru_cache(maxsize=1)
def load_address_rules() -> AddressRules:
    """Read the bundled tables."""
    tables = yaml.safe_load(Path(__file__).with_name("addresses.yml").read_text("utf-8"))
    rows = tables["ipv4_closed"] + tables["ipv6_closed"]
    return AddressRules(
        closed=tuple((ipaddress.ip_network(row["block"]), row["why"]) for row in rows),
        ipv6_open=ipaddress.IPv6Network(tables["ipv6_open"]),
        closed_names=frozenset(tables["closed_names"]),
    )


def why_closed(address: IpAddress) -> str:
    """Say why the service may not connect to this address; "" when it may. Unknown kinds of address are closed."""
    rules = load_address_rules()
    if isinstance(address, ipaddress.IPv6Address) and (address.scope_id or address not in rules.ipv6_open):
        return "not a public address"
    for block, why in rules.closed:
        if address.version == block.version and address in block:
            return why
    return "" if address.is_global else "not a public address"


def read_target(written: str, *, base: str | None = None, test_hosts: frozenset[str] = frozenset()) -> Target:
    """Take a link (or a redirect's `Location`, with `base`) apart and refuse what must not be asked for.

    `test_hosts` holds "host:port" entries that are let through whatever they are; empty outside tests.

    Raises:
        BadUrl: no link that may be fetched.
        AddressRefused: the host is a closed address, a local name, or the port is not a web port.
    """
    written = written.strip("\t\n\r \x0c")
    if not written or INVISIBLE.search(written):
        raise BadUrl("url-not-a-link", "This link is empty or holds invisible characters.", PASTE_REMEDY)
    parsed = parse_url(written, base)
    authority = AUTHORITY.match(written)
    if authority and "@" in authority[1]:
        raise BadUrl(
            "url-credentials", "This link hides its real site behind an @ sign.", "Do not open it; paste the ad's text."
        )
    parsed.hash = ""
    host = parsed.hostname.strip("[]")
    scheme = parsed.protocol.rstrip(":")
    port = int(parsed.port) if parsed.port else DEFAULT_PORTS[scheme]
    is_test_host = f"{host}:{port}" in test_hosts
    address = read_address(host)
    if not is_test_host:
        refuse_port(port)
        refuse_host(host, address, written, base)
    return Target(
        url=parsed.href,
        scheme=scheme,
        host=host if address else host.rstrip("."),
        port=port,
        path=parsed.pathname + question(parsed),
        address=address,
        is_test_host=is_test_host,
    )


def question(parsed: ada_url.URL) -> str:
    """The query as it goes on the wire, with its question mark, also when it is empty but written."""
    return str(parsed.search) or ("?" if parsed.href.endswith("?") else "")


def read_address(host: str) -> IpAddress | None:
    """The address that a host is written as, None when it is a name."""
    if ":" in host or DOTTED_IPV4.fullmatch(host):
        try:
            return ipaddress.ip_address(host)
        except ValueError:
            raise BadUrl("url-not-a-link", "This link holds a broken address.", PASTE_REMEDY) from None
    return None


def refuse_port(port: int) -> None:
    """Refuse ports that no public job board uses."""
    if port not in OPEN_PORTS:
        raise AddressRefused(
            "port-refused",
            f"This link leads to port {port}.",
            "Only ports 80 and 443 are opened. " + PASTE_REMEDY,
            port=port,
        )


def refuse_host(host: str, address: IpAddress | None, written: str, base: str | None) -> None:
    """Refuse closed addresses, addresses written to deceive, and names that are not public."""
    if address is not None:
        if base is None and host not in written:
            raise AddressRefused("address-disguised", "This link hides its address in odd numbers.", NOT_PUBLIC_REMEDY)
        refuse_closed(address)
        return
    name = host.rstrip(".")
    if not PUBLIC_NAME.fullmatch(name) or name.rsplit(".", 1)[-1] in load_address_rules().closed_names:
        raise AddressRefused(
            "host-not-public", f"“{name[:80]}” is not a name on the public internet.", NOT_PUBLIC_REMEDY, host=name[:80]
        )


def refuse_closed(address: IpAddress) -> None:
    """Refuse an address that the tables close."""
    why = why_closed(address)
    if why:
        raise AddressRefused(
            "address-refused", f"This link leads to a closed address: {why}.", NOT_PUBLIC_REMEDY, why=why
        )
