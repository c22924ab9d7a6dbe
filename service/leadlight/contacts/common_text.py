"""Which sentences two ads have in common, names and numbers aside: the evidence that a text was used again."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadlight.contacts.bare_words import LONGEST_TEXT, bare_words, changing_words
from leadlight.contacts.keys import KeyRing
from leadlight.postings.model import Posting, Span

LETTERS = 20
"""Letters that a sentence must have when names and numbers are taken out: "Call us now" stands in every second ad."""

MOST_SENTENCES = 64
"""Sentences of one ad that are kept: 320 bytes at most. Of 5,000 ordinary ads, 99 in 100 have fewer."""

HASH_BYTES = 5
"""Bytes of one sentence hash. Two ads with 64 sentences each share one by chance once in 200 million times."""

# Up to a stop before a space, to a stop that needs none, or to the end of the line; a stop inside a word is no end.
_IN_WORDS = r"[^\n.!?…。！？]*"
_SENTENCE = re.compile(rf"\S{_IN_WORDS}(?:[.!?…]+(?![.!?…\s]|\Z){_IN_WORDS})*(?:[.!?…]+|[。！？]+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an ad: where it stands in the text, and its keyed hash without names and numbers."""

    span: Span
    digest: bytes


@dataclass(frozen=True, slots=True)
class CommonText:
    """What an ad has in common with another.

    Attributes:
        sentences: sentences of the ad at hand that are long enough to tell.
        same: those of them that stand in the other ad too, names and numbers aside; empty: none does.

    """

    sentences: int
    same: Sequence[Sentence]


def sentences_of(posting: Posting, keys: KeyRing) -> tuple[Sentence, ...]:
    """The sentences of an ad that are long enough to tell, in order; empty: it has none."""
    changing = changing_words(posting)
    found: dict[bytes, Sentence] = {}
    for match in _SENTENCE.finditer(posting.text, 0, LONGEST_TEXT):
        bare = bare_words(match.group(), changing)
        if len(bare) < LETTERS:
            continue
        digest = hashlib.blake2b(
            bare.encode("utf-8", "surrogatepass"), key=keys.text_key, digest_size=HASH_BYTES
        ).digest()
        found.setdefault(digest, Sentence(Span("text", match.start(), match.end()), digest))
        if len(found) == MOST_SENTENCES:
            break
    return tuple(found.values())


def packed(sentences: Iterable[Sentence]) -> bytes:
    """Put the hashes one after the other, as a store keeps them."""
    return b"".join(one.digest for one in sentences)


def common_with(own: Sequence[Sentence], others: Iterable[bytes]) -> CommonText:
    """What an ad has in common with the one of the other ads (packed hashes) that shares most with it."""
    best: Sequence[Sentence] = ()
    for other in others:
        there = {other[start : start + HASH_BYTES] for start in range(0, len(other), HASH_BYTES)}
        same = [one for one in own if one.digest in there]
        best = max(best, same, key=len)
    return CommonText(len(own), best)
