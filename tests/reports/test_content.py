"""What a report says comes from strangers: whatever they send is cut or refused, and never breaks the reader."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.reports.content import LONGEST, Content, ReportUnreadable, read_content

JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*LONGEST, "kind", "signs", "x"]), inner)
    ),
    max_leaves=20,
)


def test_every_member_is_read_and_the_filling_is_left_out() -> None:
    body = json.dumps(
        {"kind": "dispute", "what": "a", "address": "b", "words": "c", "contact": "d", "level": "e", "signs": ["f", 7]}
    )
    assert read_content(body.encode() + b"  \n") == Content("dispute", "a", "b", "c", "d", "e", ("f",))


def test_too_long_is_cut_and_unknown_is_left_out() -> None:
    said = read_content(json.dumps({"what": "x" * 99_999, "kind": ["dispute"], "signs": ["y" * 999] * 99}).encode())
    assert (len(said.what), said.kind, len(said.signs), len(said.signs[0])) == (LONGEST["what"], "report", 50, 100)


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"null", b"{", b"[" * 100_000])
def test_what_is_no_report_is_refused(body: bytes) -> None:
    with pytest.raises(ReportUnreadable):
        read_content(body)


@given(st.dictionaries(st.sampled_from([*LONGEST, "kind", "signs"]), JSON))
def test_any_object_is_read_without_failing(said: dict[str, Any]) -> None:
    content = read_content(json.dumps(said).encode())
    assert all(isinstance(getattr(content, name), str) for name in LONGEST)
