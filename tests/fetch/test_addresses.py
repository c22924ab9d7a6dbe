"""Which addresses and links are open, decided without touching the network."""

import ipaddress
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.errors import AddressRefused, BadUrl
from leadlight.fetch.addresses import read_target, why_closed

ADDRESSES = json.loads((Path(__file__).parent / "vectors" / "address_vectors.json").read_text("utf-8"))
# Unallocated space: its source opens it, we do not.
STRICTER = {"64:ff9c::1"}


@pytest.mark.parametrize("row", ADDRESSES, ids=lambda row: row["ip"])
def test_each_known_address_is_judged_as_its_source_does(row: dict[str, str]) -> None:
    closed = row["expect"] == "deny" or row["ip"] in STRICTER
    assert bool(why_closed(ipaddress.ip_address(row["ip"]))) is closed


@pytest.mark.parametrize(
    "address",
    [
        "168.63.129.16",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "fe80::1%eth0",
        "::8.8.8.8",
        "fd00:ec2::254",
    ],
)
def test_translated_mapped_and_cloud_addresses_are_closed(address: str) -> None:
    assert why_closed(ipaddress.ip_address(address))


@given(st.ip_addresses())
def test_no_address_is_open_that_python_calls_not_global(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if not address.is_global or address.is_multicast:
        assert why_closed(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1/", "address-refused"),
        ("http://[::1]/", "address-refused"),
        ("http://169.254.169.254/latest/meta-data/", "address-refused"),
        ("http://2130706433/", "address-disguised"),
        ("http://0177.0.0.1/", "address-disguised"),
        ("http://127.1/", "address-disguised"),
        ("http://localhost/", "host-not-public"),
        ("http://router/", "host-not-public"),
        ("http://printer.local/", "host-not-public"),
        ("https://example.com:8080/", "port-refused"),
        ("https://example.com:22/", "port-refused"),
    ],
)
def test_addresses_names_and_ports_that_are_not_public_are_refused(url: str, code: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        read_target(url)
    assert refusal.value.code == code
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "url-scheme"),
        ("javascript:alert(1)", "url-scheme"),
        ("http://a@127.0.0.1/", "url-credentials"),
        ("http://@jobs.example.org/", "url-credentials"),
        ("http://jobs.example.org/\u202ehtml", "url-not-a-link"),
        ("http://jobs.example.org\\@x.org/", "url-not-a-link"),
        ("", "url-not-a-link"),
    ],
)
def test_links_that_deceive_are_refused(url: str, code: str) -> None:
    with pytest.raises(BadUrl) as refusal:
        read_target(url)
    assert refusal.value.code == code


def test_a_public_link_is_taken_apart_once() -> None:
    target = read_target("https://Jobs.Example-Board.org:443/a b?q=ž#x")
    assert (target.scheme, target.host, target.port, target.path) == (
        "https",
        "jobs.example-board.org",
        443,
        "/a%20b?q=%C5%BE",
    )


def test_a_redirect_is_read_relative_to_where_it_came_from() -> None:
    assert read_target("../2?x=1", base="https://board.org/a/b/1").url == "https://board.org/a/2?x=1"


def test_a_test_host_is_let_through_with_its_port_only() -> None:
    hosts = frozenset({"127.0.0.1:8123"})
    assert read_target("http://127.0.0.1:8123/x", test_hosts=hosts).is_test_host
    with pytest.raises(AddressRefused):
        read_target("http://127.0.0.1:8124/x", test_hosts=hosts)
