"""The name of an answer in the cache."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from leadlight.api.request_key import request_key
from leadlight.api.schemas import CheckRequest
from leadlight.screening.explain import Versions

VERSIONS = Versions("0.1.0", "rules-1", {"a": date(2026, 1, 1)})
SECRET = b"k" * 32

requests = st.builds(
    CheckRequest,
    text=st.none() | st.text(max_size=20),
    html=st.none() | st.text(max_size=20),
    title=st.text(max_size=20),
    employer=st.text(max_size=20),
    language=st.sampled_from(["en", "sk"]),
    remember=st.booleans(),
)


@given(requests, requests)
def test_different_requests_have_different_keys_and_equal_ones_the_same(one: CheckRequest, other: CheckRequest) -> None:
    same = request_key(one, VERSIONS, SECRET) == request_key(other, VERSIONS, SECRET)
    assert same == (one == other)


def test_new_rules_a_new_register_and_another_secret_make_new_keys() -> None:
    request = CheckRequest(text="an ad")
    keys = {
        request_key(request, VERSIONS, SECRET),
        request_key(request, VERSIONS, b"l" * 32),
        request_key(request, Versions("0.1.0", "rules-2", VERSIONS.registers), SECRET),
        request_key(request, Versions("0.1.0", "rules-1", {"a": date(2026, 1, 2)}), SECRET),
        request_key(request, Versions("0.2.0", "rules-1", VERSIONS.registers), SECRET),
    }
    assert len(keys) == 5


def test_a_link_and_its_copies_with_tracking_share_a_key() -> None:
    links = ["https://jobs.example/1", "HTTPS://JOBS.example/1?utm_source=mail#apply", " https://jobs.example/1 "]
    assert len({request_key(CheckRequest(url=link), VERSIONS, SECRET) for link in links}) == 1


def test_the_order_of_the_fields_of_a_posting_does_not_matter() -> None:
    one = CheckRequest(posting={"title": "a", "description": "b"})
    other = CheckRequest(posting={"description": "b", "title": "a"})
    assert request_key(one, VERSIONS, SECRET) == request_key(other, VERSIONS, SECRET)


def test_a_key_is_a_hash_and_holds_nothing_of_the_ad() -> None:
    key = request_key(CheckRequest(text="passport"), VERSIONS, SECRET)
    assert len(key) == 32
    assert b"passport" not in key
