"""Union-find over arrays: it finds what a plain walk finds, and texts of one template end up together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leadlight.contacts.grouping import Grouping, join_texts

PAIRS = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60)


def plain(pairs: list[tuple[int, int]]) -> list[int]:
    group = list(range(30))
    for one, other in pairs:
        low, high = sorted((group[one], group[other]))
        group = [low if of == high else of for of in group]
    return group


@given(PAIRS)
def test_it_groups_exactly_what_is_linked(pairs: list[tuple[int, int]]) -> None:
    grouping = Grouping(30)
    ones = np.array([one for one, _ in pairs], dtype=np.int64)
    others = np.array([other for _, other in pairs], dtype=np.int64)
    grouping.join(ones[:20], others[:20])
    grouping.join(ones[20:], others[20:])
    assert grouping.groups().tolist() == plain(pairs)
    assert not grouping.apart(ones, others).any()


def test_a_long_chain_is_one_group() -> None:
    grouping = Grouping(100_000)
    ads = np.random.default_rng(1).permutation(100_000)
    grouping.join(ads[1:], ads[:-1])
    assert not grouping.groups().any()


def test_texts_that_share_a_band_are_joined_only_when_their_sketches_agree() -> None:
    chance = np.random.default_rng(2)
    templates = chance.integers(0, 256, (3, 128), dtype=np.uint8)
    of = np.repeat(np.arange(3), 400)
    sketches = templates[of]
    noise = chance.random(sketches.shape) < 0.2
    sketches[noise] = chance.integers(0, 256, noise.sum(), dtype=np.uint8)
    # Everybody shares the first band (a phrase that all use); the others belong to the templates.
    bands = of[:, None] * 100 + np.arange(32)
    bands[:, 0] = 7
    ads = np.arange(1_200) + 5
    grouping = Grouping(1_205)
    join_texts(grouping, ads, bands, sketches)
    groups = grouping.groups()[5:]
    assert [len(set(groups[of == one].tolist())) for one in range(3)] == [1, 1, 1]
    assert len(set(groups.tolist())) == 3


def test_no_texts_join_nothing() -> None:
    grouping = Grouping(2)
    join_texts(grouping, np.empty(0, np.int64), np.empty((0, 32), np.int64), np.empty((0, 128), np.uint8))
    assert grouping.groups().tolist() == [0, 1]
