"""Compare the ad that a reader saw with the ad that its site shows this service: sites can show each something else."""

from collections.abc import Iterator
from dataclasses import replace

from leadlight.postings.merge import share_a_word, squeezed
from leadlight.postings.model import Comparison, ContactKind, Disagreement, Origin, Posting

# Letters in a row that are compared. Nine are longer than most words, so that common words alone are no likeness.
GRAM = 9
# Of the shorter text, this part has to stand in the other. Two visits to one honest page differ in counters, dates and
# teasers; a text read with and without the page around it stands in the other whole.
SAME_TEXT_SHARE = 0.6
# A shorter text is a label; its words prove nothing.
FEWEST_LETTERS = 40
LONGEST_SHOWN = 120

# Links lead anywhere, and nobody is reached by a picture.
_NO_REACH = frozenset({ContactKind.LINK, ContactKind.IMAGE})


def compared(shown: Posting, fetched: Posting) -> Posting:
    """The ad as the reader saw it, with what differs in the ad as its site showed it to this service."""
    found = tuple(differences(shown, fetched))
    state = Comparison.DIFFERENT if found else Comparison.SAME
    return replace(shown, comparison=state, disagreements=shown.disagreements + found)


def not_compared(shown: Posting) -> Posting:
    """The ad as the reader saw it; the site could not be asked, or gave no ad. That differs from "the same"."""
    return replace(shown, comparison=Comparison.NOT_COMPARED)


def differences(shown: Posting, fetched: Posting) -> Iterator[Disagreement]:
    """What two readings of one address say differently. A value that one of them lacks is no difference."""
    pairs = (
        ("title", shown.title, fetched.title),
        ("employer", shown.employer, fetched.employer),
        ("places", names_of_places(shown), names_of_places(fetched)),
    )
    for name, one, other in pairs:
        if one and other and not share_a_word(one, other):
            yield differing(name, one, other)
    if shown.country and fetched.country and shown.country != fetched.country:
        yield differing("country", shown.country, fetched.country)
    one_contacts, other_contacts = contact_values(shown), contact_values(fetched)
    if one_contacts and other_contacts and not one_contacts & other_contacts:
        yield differing("contacts", ", ".join(sorted(one_contacts)), ", ".join(sorted(other_contacts)))
    if not alike(shown.text, fetched.text):
        yield differing("text", *first_own_lines(shown.text, fetched.text))


def differing(field: str, one: str, other: str) -> Disagreement:
    """One difference: what the reader saw, and what the site showed this service."""
    return Disagreement(field, one[:LONGEST_SHOWN], Origin.GIVEN, other[:LONGEST_SHOWN], Origin.FETCHED)


def names_of_places(posting: Posting) -> str:
    """Names of all places in one line."""
    return ", ".join(place.name for place in posting.places if place.name)


def contact_values(posting: Posting) -> set[str]:
    """Values by which people are reached."""
    return {contact.value for contact in posting.contacts if contact.kind not in _NO_REACH}


def alike(one: str, other: str) -> bool:
    """True when most of the shorter text stands in the other. Texts that are too short to say count as alike."""
    shorter, longer = sorted((squeezed(one), squeezed(other)), key=len)
    if len(shorter) < FEWEST_LETTERS:
        return True
    grams, others = grams_of(shorter), grams_of(longer)
    return len(grams & others) >= SAME_TEXT_SHARE * len(grams)


def grams_of(text: str) -> set[str]:
    """All rows of nine letters."""
    return {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}


def first_own_lines(one: str, other: str) -> tuple[str, str]:
    """The first line of each text that does not stand in the other."""
    return own_line(one, squeezed(other)), own_line(other, squeezed(one))


def own_line(text: str, other: str) -> str:
    """First line that the other text does not hold; its first words when every line stands there."""
    lines = [line for line in text.split("\n") if len(line) >= GRAM]
    return next((line for line in lines if squeezed(line) not in other), text.strip())
