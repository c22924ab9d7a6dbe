"""Sorting pairs beyond memory."""

from hypothesis import given
from hypothesis import strategies as st

from leadlight.storage.sorted_runs import SortedRuns

WORDS = st.text(max_size=4)


@given(st.lists(st.lists(st.tuples(WORDS, WORDS), max_size=8), max_size=8), st.integers(1, 9))
def test_runs_give_what_sorting_in_memory_gives(batches: list[list[tuple[str, str]]], in_memory: int) -> None:
    with SortedRuns(in_memory=in_memory) as runs:
        for batch in batches:
            runs.add(batch)
        assert list(runs.in_order()) == sorted({pair for batch in batches for pair in batch})


def test_no_pairs_give_an_empty_order() -> None:
    with SortedRuns() as runs:
        assert list(runs.in_order()) == []
