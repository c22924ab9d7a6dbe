"""From which network a request comes; a header says it only when the operator's own proxy wrote it."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.api.asker import network_of

PROXIES = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"), ip_network("fd00::/8"))


def scope(client: str | None, *forwarded: str) -> dict[str, object]:
    headers = [(b"x-forwarded-for", value.encode("latin-1", "replace")) for value in forwarded]
    return {"client": (client, 1) if client else None, "headers": headers}


@pytest.mark.parametrize(
    ("client", "forwarded", "network"),
    [
        ("203.0.113.77", (), "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", (), "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", (), "203.0.113.0/24"),
        ("203.0.113.77", ("198.51.100.1",), "203.0.113.0/24"),  # whoever is no proxy may write what they like
        ("10.0.0.1", ("198.51.100.1",), "198.51.100.0/24"),
        ("10.0.0.1", ("1.2.3.4, 198.51.100.1, 10.9.9.9",), "198.51.100.0/24"),
        ("10.0.0.1", ("1.2.3.4", "198.51.100.1"), "198.51.100.0/24"),
        ("127.0.0.1", ("198.51.100.1",), "198.51.100.0/24"),
        ("fd00::1", ("[2001:db8::1]",), "2001:db8::/48"),
        ("10.0.0.1", ("nonsense",), "10.0.0.0/24"),
        ("10.0.0.1", (), "10.0.0.0/24"),
        ("::1", (), ""),
        (None, (), ""),
        ("not an address", (), ""),
    ],
)
def test_the_network_of_a_request(client: str | None, forwarded: tuple[str, ...], network: str) -> None:
    assert network_of(scope(client, *forwarded), PROXIES) == network


def test_without_a_trusted_proxy_this_machine_is_nobody_in_particular() -> None:
    assert network_of(scope("127.0.0.1", "198.51.100.1"), ()) == ""


@given(st.lists(st.text(max_size=30), max_size=4))
def test_whatever_a_stranger_writes_into_the_header_their_network_stays_theirs(forwarded: list[str]) -> None:
    assert network_of(scope("203.0.113.77", *forwarded), PROXIES) == "203.0.113.0/24"


@given(st.text(max_size=200))
def test_whatever_a_proxy_forwards_there_is_an_answer(forwarded: str) -> None:
    assert network_of(scope("10.0.0.1", forwarded), PROXIES)
