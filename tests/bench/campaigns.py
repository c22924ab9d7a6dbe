"""Invented ads with planted campaigns: the same template under other names, places, numbers and pay, and reworded.

Every ad is built from sentences of invented words, so that texts of different templates share nothing but chance. The
share of ads in campaigns, their sizes and how their texts change are those of the planted campaigns of the published
study; the words are not.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from leadlight.postings.model import Contact, ContactKind, Place, Posting

FIRST_DAY = date(2026, 1, 1)
SENTENCES = 12
WORDS = 12
CAMPAIGN_SIZES = (5, 8, 12, 20, 40)
IN_CAMPAIGNS = 0.3
KINDS = ("base", "slots", "sentences", "typos")
"""How an ad of a campaign differs from its template: not; in its slots only; slots and a fifth of the sentences; the
same with one typing error in each 60 letters on top."""


@dataclass(frozen=True, slots=True)
class MadeUpAd:
    """One ad, the campaign that it belongs to (-1: none), and how it differs from the template."""

    posting: Posting
    campaign: int
    kind: str
    day: date


def invented_ads(count: int, *, seed: int = 7, with_texts: bool = True) -> Iterator[MadeUpAd]:
    """That many ads, the same for the same seed; each campaign begins with its base and the rest is spread out.

    Without texts an ad takes a fifth of the time to make, and its text is empty.
    """
    chance = random.Random(seed)
    vocabulary = _Vocabulary(chance)
    campaigns: list[tuple[int, list[str], list[str]]] = []
    made = number = 0
    while made < count:
        if chance.random() < IN_CAMPAIGNS / 13:
            template = [vocabulary.sentence() for _ in range(SENTENCES)] if with_texts else []
            size = chance.choice(CAMPAIGN_SIZES)
            kinds = ["base", *(chance.choice(KINDS[1:]) for _ in range(size - 1))]
            campaigns.append((number, template, kinds))
            number += 1
        if campaigns and chance.random() < IN_CAMPAIGNS:
            at = chance.randrange(len(campaigns))
            campaign, template, kinds = campaigns[at]
            kind = kinds.pop(0)
            if not kinds:
                campaigns.pop(at)
            yield _ad(made, _changed(template, kind, chance, vocabulary), campaign, kind, chance, vocabulary)
        else:
            sentences = [vocabulary.sentence() for _ in range(SENTENCES)] if with_texts else []
            yield _ad(made, sentences, -1, "alone", chance, vocabulary)
        made += 1


class _Vocabulary:
    """Invented words, a few of them as common as the commonest words of a language."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        syllables = [a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "ol")]
        self.words = ["".join(chance.choice(syllables) for _ in range(chance.randint(1, 4))) for _ in range(6_000)]
        self._names = self.words[200:]
        self._up_to = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def sentence(self) -> str:
        words = self._chance.choices(self.words, cum_weights=self._up_to, k=WORDS)
        return " ".join(words).capitalize() + "."

    def name(self) -> str:
        return " ".join(self._chance.choices(self._names, k=2)).title()


def _changed(template: list[str], kind: str, chance: random.Random, vocabulary: _Vocabulary) -> list[str]:
    sentences = list(template)
    if sentences and kind in {"sentences", "typos"}:
        for at in chance.sample(range(len(sentences)), len(sentences) // 5):
            if chance.random() < 0.5:
                sentences[at] = vocabulary.sentence()
            else:
                sentences.insert(chance.randrange(len(sentences)), sentences.pop(at))
    if kind == "typos":
        sentences = [_mistyped(sentence, chance) for sentence in sentences]
    return sentences


def _mistyped(sentence: str, chance: random.Random) -> str:
    letters = list(sentence)
    for _ in range(len(letters) // 60):
        at = chance.randrange(len(letters) - 1)
        letters[at] = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(letters)


def _ad(
    number: int, sentences: list[str], campaign: int, kind: str, chance: random.Random, vocabulary: _Vocabulary
) -> MadeUpAd:
    employer, place = vocabulary.name(), vocabulary.name()
    # A campaign has few phones; nine in ten of the others have one of their own, the rest a switchboard.
    own = campaign * 7 + chance.randrange(3) if campaign >= 0 else 500_000_000 + number
    phone = (
        f"+48{own + 100_000_000:09}" if campaign >= 0 or chance.random() < 0.9 else f"+4822{chance.randrange(50):07}"
    )
    pay = chance.randrange(900, 3_000)
    start, *rest = sentences or [""]
    text = f"{employer} {place} {start}\n{' '.join(rest)}\nPay {pay} EUR. Call {phone}." if sentences else ""
    posting = Posting(
        text=text,
        title=vocabulary.name(),
        employer=employer,
        places=(Place(place, chance.choice(("PL", "DE", "NL", "SK"))),),
        contacts=(Contact(ContactKind.PHONE, phone, phone),),
        url=f"https://jobs{number % 40}.example/{number}",
    )
    return MadeUpAd(posting, campaign, kind, FIRST_DAY + timedelta(days=number % 300))
