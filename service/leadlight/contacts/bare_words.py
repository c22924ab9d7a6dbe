"""The words of an ad that stay when it is used again: no numbers, links, addresses, and no names that it gives."""

import re

from leadlight.postings.model import Posting

LONGEST_TEXT = 20_000
"""Code points read. The longest of 5,000 ordinary ads has about 14,000."""

_NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|\d+(?:[\s.,/:-]*\d+)*")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_WORDS = re.compile(r"[^\W_]+")


def changing_words(posting: Posting) -> frozenset[str]:
    """Words of the employer, the agency and the places that the ad gives, folded; empty: it gives none."""
    names = " ".join((posting.employer, posting.agency, *(place.name for place in posting.places)))
    return frozenset(_WORDS.findall(names.casefold()))


def bare_words(text: str, changing: frozenset[str]) -> str:
    """The words that stay, folded, with single spaces between them."""
    folded = text.casefold()
    if "@" in folded or "://" in folded:  # most sentences hold neither, and looking for them takes half of the time
        folded = _NO_WORDS.sub(" ", folded)
    words = _NO_LETTERS.sub(" ", folded).strip()
    return " ".join(word for word in words.split(" ") if word not in changing) if changing else words
