"""Which ads belong together, over everything that is remembered: union-find over whole arrays at a time."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from leadlight.contacts.likeness import SAME_GROUP

Numbers = npt.NDArray[np.int64]

PAIRS_AT_A_TIME = 100_000
"""Pairs of sketches that are compared at once: 26 MB."""

_BY_CHANCE = 1 / 256
_EQUAL_BYTES = SAME_GROUP * (1 - _BY_CHANCE) + _BY_CHANCE
"""Share of equal sketch bytes from which two texts are one group; see `likeness.alike`."""


class Grouping:
    """Ads by number, each in a group of its own until two of them are joined.

    Args:
        size: how many ads there are; their numbers are 0 to size - 1.

    """

    def __init__(self, size: int) -> None:
        # Always flat: each ad points at the smallest number of its group.
        self._first: Numbers = np.arange(size, dtype=np.int64)

    def join(self, ones: Numbers, others: Numbers) -> None:
        """Put the two ads of each pair, and all that is joined with them, into one group."""
        while True:
            one, other = self._first[ones], self._first[others]
            apart = one != other
            if not apart.any():
                return
            ones, others, one, other = ones[apart], others[apart], one[apart], other[apart]
            np.minimum.at(self._first, np.maximum(one, other), np.minimum(one, other))
            self._flatten()

    def apart(self, ones: Numbers, others: Numbers) -> npt.NDArray[np.bool_]:
        """For each pair, whether its ads are in different groups."""
        return np.not_equal(self._first[ones], self._first[others])

    def groups(self) -> Numbers:
        """For each ad, the smallest number in its group: equal for two ads exactly when they belong together."""
        return self._first.copy()

    def _flatten(self) -> None:
        while True:
            further = self._first[self._first]
            if np.array_equal(further, self._first):
                return
            self._first = further


def join_texts(grouping: Grouping, ads: Numbers, bands: Numbers, sketches: npt.NDArray[np.uint8]) -> None:
    """Join the ads whose texts are nearly the same (`likeness.SAME_GROUP`).

    Among the ads that share a band, each is compared with the first and with its neighbour in the order of the
    sketches: a template that thousands use takes two comparisons an ad and not thousands. What one band misses the
    others find, as an ad shares many with its like.

    Args:
        grouping: what is joined already stays joined.
        ads: numbers of the ads that have a text signature, n.
        bands: their bands, n × 32.
        sketches: their sketches, n × 128.

    """
    prefix = np.ascontiguousarray(sketches[:, :8]).view(np.uint64).ravel()
    for column in bands.T:
        for one, other in _neighbours(column, prefix):
            fresh = grouping.apart(ads[one], ads[other])
            one, other = one[fresh], other[fresh]  # noqa: PLW2901 - what is joined already needs no comparison
            for start in range(0, len(one), PAIRS_AT_A_TIME):
                left, right = one[start : start + PAIRS_AT_A_TIME], other[start : start + PAIRS_AT_A_TIME]
                same = (sketches[left] == sketches[right]).mean(axis=1) >= _EQUAL_BYTES
                grouping.join(ads[left[same]], ads[right[same]])


def _neighbours(column: Numbers, prefix: npt.NDArray[np.uint64]) -> Iterator[tuple[Numbers, Numbers]]:
    """Rows that share a band: each with the first of them, and each with the one before it."""
    order = np.lexsort((prefix, column))
    ordered = column[order]
    later = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    if not len(later):
        return
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    firsts = starts[np.searchsorted(starts, later, side="right") - 1]
    yield order[later], order[firsts]
    yield order[later], order[later - 1]
