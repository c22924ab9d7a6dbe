"""Words of an ad become a posting."""

from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.model import ContactKind, Origin, Posting
from leadlight.postings.text import read_text

AD = """Praca w Niemczech – magazyn
Firma: Kowalski Logistik
Stawka 14 EUR/h brutto. Tel. 600 123 456, WhatsApp +49 151 23456789
Agencja zatrudnienia, nr KRAZ 14019"""

AD_WORDS = [
    "600 123 456 ",
    "@",
    "biuro",
    ".pl ",
    "KRAZ ",
    "14019 ",
    "€ ",
    "2.500 ",
    "per month ",
    "\n",
    "🙂",
    "wa.me/",
    "48600123456",
    "İ",
    "ﬁ",
]
ad_like = st.lists(st.one_of(st.sampled_from(AD_WORDS), st.text(max_size=5)), max_size=25).map("".join)


def test_contacts_licence_numbers_pay_language_and_country_are_read_from_the_words() -> None:
    posting = read_text(AD)
    assert posting.text == AD
    assert [contact.kind for contact in posting.contacts] == [ContactKind.PHONE, ContactKind.WHATSAPP]
    assert [claim.number for claim in posting.licence_claims] == ["14019"]
    assert [pay.currency for pay in posting.pay] == ["EUR"]
    assert (posting.language, posting.country, posting.employer) == ("pl", "DE", "Kowalski Logistik")
    assert posting.origins["country"] is Origin.PASTED


def test_what_the_caller_knows_wins_and_is_marked_as_given() -> None:
    posting = read_text(AD, title="Magazyn", employer="ACME", country="at", language="PL", url="https://x.com/1")
    assert (posting.title, posting.employer, posting.country, posting.language) == ("Magazyn", "ACME", "AT", "pl")
    given_names = {name for name, origin in posting.origins.items() if origin is Origin.GIVEN}
    assert given_names == {"title", "employer", "country", "language", "url"}


def test_an_empty_text_is_a_posting_that_says_nothing() -> None:
    assert read_text("") == Posting(text="", origins={})


def test_an_ad_in_an_unknown_language_has_no_language_and_keeps_its_contacts() -> None:
    posting = read_text("Wij zoeken medewerkers voor ons magazijn, bel +31 6 12345678 of mail naar werk@firma.nl")
    assert posting.language == ""
    assert {contact.kind for contact in posting.contacts} == {ContactKind.PHONE, ContactKind.EMAIL}


def test_several_countries_named_alike_give_no_country() -> None:
    assert read_text("Work in Germany, Austria or Poland. Good conditions for everybody.").country == ""


def test_the_name_of_a_language_is_no_country() -> None:
    assert read_text("Wymagany język niemiecki i angielski, praca w magazynie.").country == ""


@given(ad_like)
def test_every_span_cuts_the_written_characters_out_of_the_text(text: str) -> None:
    posting = read_text(text, language="pl")
    assert posting.text == text
    for fact in (*posting.contacts, *posting.licence_claims):
        assert fact.span is not None
        assert text[fact.span.start : fact.span.end] == fact.written
    for pay in posting.pay:
        assert pay.span is not None
        assert 0 <= pay.span.start < pay.span.end <= len(text)
