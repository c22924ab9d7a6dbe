"""Nearly the same text is recognised when a template is used again, and other texts are not."""

from dataclasses import replace

import pytest
import rensa

from leadlight.contacts.bare_words import LONGEST_TEXT
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.likeness import SAME_TEXT, alike, signature_of
from leadlight.contacts.model import TextSignature
from leadlight.postings.model import Place, Posting

KEYS = KeyRing(b"k" * 32)
TEMPLATE = (
    "{employer} is looking for people for the harvest near {place}. You need no experience, we will show you "
    "everything on the first day. The pay is {pay} EUR a week and we arrange a room close to the fields. "
    "Transport from your town leaves every Sunday evening. Bring warm clothes and good shoes. The season lasts "
    "until the end of autumn and you can stay longer when you like the work. Call {phone} or write to us."
)
OTHER = (
    "Our bakery in the old town needs a second baker for the night shift, five nights a week. You have finished "
    "your training and know sourdough. We offer a permanent contract under the collective agreement, paid holidays "
    "and bread for your family. Send your certificates to the shop or come by in the morning after nine."
)


def filled(employer: str, place: str, pay: str = "450", phone: str = "+48 601 234 567") -> Posting:
    text = TEMPLATE.format(employer=employer, place=place, pay=pay, phone=phone)
    return Posting(text=text, employer=employer, places=(Place(place, ""),))


def signature(posting: Posting) -> TextSignature:
    made = signature_of(posting, KEYS)
    assert made is not None
    return made


def test_a_template_with_other_names_places_pay_and_phones_is_the_same_text() -> None:
    one = signature(filled("Alfa Farms", "Łódź"))
    other = signature(filled("Green Valley International", "Den Haag", "1 250,50", "0151/23456789"))
    assert alike(one, other) == 1.0
    assert one.bands == other.bands


def test_a_template_with_a_sentence_more_and_one_reworded_is_still_the_same_text() -> None:
    one = signature(filled("Alfa Farms", "Łódź"))
    changed = filled("Beta", "Gent")
    words = changed.text.replace("Bring warm clothes and good shoes.", "Please take a rain coat with you.")
    other = signature(replace(changed, text=words + " We speak several languages."))
    assert SAME_TEXT <= alike(one, other) < 1.0
    assert set(one.bands) & set(other.bands)


def test_two_texts_that_have_nothing_to_do_with_each_other_are_not_alike() -> None:
    assert alike(signature(filled("Alfa", "Gent")), signature(Posting(text=OTHER))) < 0.1


def test_a_short_text_has_no_signature() -> None:
    assert (
        signature_of(Posting(text="Waiter wanted. Call 601 234 567, +48 601 234 567 or write to a@b.example."), KEYS)
        is None
    )
    assert signature_of(Posting(text=""), KEYS) is None
    assert signature_of(Posting(text="1234567890 " * 400), KEYS) is None


def test_another_deployment_cannot_recognise_a_signature() -> None:
    posting = filled("Alfa", "Gent")
    foreign = signature_of(posting, KeyRing(b"o" * 32))
    assert foreign is not None
    assert not set(foreign.bands) & set(signature(posting).bands)
    assert alike(foreign, signature(posting)) < 0.2


def test_a_new_secret_leaves_text_signatures_as_they_are() -> None:
    posting = filled("Alfa", "Gent")
    assert signature_of(posting, KeyRing(b"n" * 32, former=[b"k" * 32])) == signature(posting)


def test_what_stands_beyond_the_longest_text_does_not_count() -> None:
    text = (OTHER + " ") * 100
    assert len(text) > LONGEST_TEXT
    assert signature(Posting(text=text)) == signature(Posting(text=text + "and something else entirely " * 50))


def test_stored_signatures_depend_on_the_algorithm_that_made_them() -> None:
    made = signature(Posting(text=OTHER))
    assert rensa.RMinHash.ALGORITHM_VERSION == 2
    assert made.sketch[:8].hex() == "ef0a3215d1762360"
    assert made.bands[0] == 2106240472790687530


@pytest.mark.parametrize(
    "script", ["Зелена праця в полі ", "日本の農場で働く人を募集しています。", "العمل في المزرعة "]
)
def test_any_script_has_signatures(script: str) -> None:
    one = signature(Posting(text=script * 20 + "Alfa 100"))
    assert alike(one, signature(Posting(text=script * 20 + "Alfa 200"))) == 1.0
