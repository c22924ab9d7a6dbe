"""The evidence that a text was used again: the sentences in common, and what differs."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from leadlight.contacts.check import check_contact
from leadlight.contacts.common_text import HASH_BYTES, MOST_SENTENCES, common_with, packed, sentences_of
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.sighting import sighting_of
from leadlight.findings import CheckResult
from leadlight.postings.model import Place, Posting
from leadlight.storage.database import Database

KEYS = KeyRing(b"k" * 32)
TODAY = date(2026, 11, 20)
TEMPLATE = (
    "{employer} is looking for pickers for the greenhouse in {place}. The pay is {pay} EUR a month, housing included! "
    "You bring warm clothes and good shoes for the wet season. Call {phone}.\n"
    "We organise the bus from your home town to the farm and the room near the fields"
)


def ad(employer: str, place: str, *, pay: str = "1.250", phone: str = "601 234 567", extra: str = "") -> Posting:
    text = TEMPLATE.format(employer=employer, place=place, pay=pay, phone=phone)
    return Posting(
        text=f"{text}{extra}", employer=employer, places=(Place(place),), url=f"https://j.example/{employer}"
    )


def common(one: Posting, *others: Posting) -> tuple[list[str], int]:
    found = common_with(sentences_of(one, KEYS), [packed(sentences_of(other, KEYS)) for other in others])
    return [one.text[same.span.start : same.span.end] for same in found.same], found.sentences


def test_sentences_that_differ_only_in_names_and_numbers_are_the_same() -> None:
    same, sentences = common(ad("Alfa", "Gent"), ad("Green Farms", "Den Haag", pay="1400", phone="+421 905 123 456"))
    assert sentences == len(same) == 4
    assert same[0] == "Alfa is looking for pickers for the greenhouse in Gent."
    assert same[1] == "The pay is 1.250 EUR a month, housing included!"
    assert same[3] == "We organise the bus from your home town to the farm and the room near the fields"


def test_a_changed_sentence_is_not_among_the_common_ones() -> None:
    other = ad("Beta", "Brno")
    changed = Posting(text=other.text.replace("good shoes", "a rain coat"), employer="Beta", places=other.places)
    same, _ = common(ad("Alfa", "Gent"), changed)
    assert len(same) == 3
    assert not any("warm clothes" in sentence for sentence in same)


def test_the_ad_that_shares_most_is_the_evidence_and_no_other_ad_means_nothing_in_common() -> None:
    assert common(ad("Alfa", "Gent")) == ([], 4)
    assert len(common(ad("Alfa", "Gent"), Posting(text="Something else."), ad("Beta", "Brno"))[0]) == 4


def test_short_sentences_tell_nothing() -> None:
    assert sentences_of(Posting(text="Call us now! Start today. 601 234 567 601 234 567 601 234 567."), KEYS) == ()


@given(st.text(max_size=400))
def test_any_text_has_sentences_within_it_in_order(text: str) -> None:
    found = sentences_of(Posting(text=text), KEYS)
    assert len(packed(found)) == HASH_BYTES * len(found) <= HASH_BYTES * MOST_SENTENCES
    spans = [one.span for one in found]
    assert all(0 <= one.start < one.end <= len(text) for one in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def check(database: Database, posting: Posting) -> CheckResult:
    return check_contact(posting, database.sightings, KEYS, today=TODAY)


def test_the_finding_quotes_the_common_sentences_and_counts_what_differs(database: Database) -> None:
    database.sightings.remember(sighting_of(ad("Alfa", "Gent"), KEYS, day=TODAY))
    (finding,) = check(
        database, ad("Beta", "Brno", pay="990", extra=".\nOn Sundays there is a free bus to town.")
    ).findings
    assert finding.indicator == "text.other_employer"
    assert (finding.facts["same_sentences"], finding.facts["sentences"]) == (4, 5)
    assert (finding.facts["employers"], finding.facts["places"]) == (2, 2)
    assert finding.quotes[0].exact == "Beta is looking for pickers for the greenhouse in Brno."
    assert not any("Sundays" in one.exact for one in finding.quotes)


def test_plain_reposting_by_the_same_employer_is_no_sign(database: Database) -> None:
    database.sightings.remember(sighting_of(ad("Alfa", "Gent"), KEYS, day=TODAY))
    again = Posting(text=ad("Alfa", "Brno").text, employer="Alfa s.r.o.", url="https://other.example/9")
    assert check(database, again).findings == ()
