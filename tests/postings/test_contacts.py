"""Contact points as people write them."""

import pytest

from leadlight.postings.contacts import contacts_in_links, find_contacts
from leadlight.postings.model import ContactKind


def kinds_and_values(text: str, **hints: str) -> list[tuple[ContactKind, str]]:
    return [(contact.kind, contact.value) for contact in find_contacts(text, **hints)]


@pytest.mark.parametrize(
    ("text", "hints", "value"),
    [
        ("Tel. 600 123 456", {"language": "pl"}, "+48600123456"),
        ("tel. 600-12-34-56", {"language": "pl"}, "+48600123456"),
        ("Volajte 0903 123 456", {"language": "sk"}, "+421903123456"),
        ("Mob: +49.151.23456789", {}, "+4915123456789"),
        ("Call (020) 7946 0018 today", {"country": "GB"}, "+442079460018"),
        ("тел. 067 123 45 67", {"language": "uk"}, "+380671234567"),
        ("Tel. +４８ 600 123 456", {}, "+48600123456"),
    ],
)
def test_a_phone_number_is_found_in_its_usual_spellings(text: str, hints: dict[str, str], value: str) -> None:
    assert kinds_and_values(text, **hints) == [(ContactKind.PHONE, value)]


def test_a_polish_number_in_a_polish_ad_for_germany_is_polish() -> None:
    assert kinds_and_values("tel. 22 628 00 00", language="pl", country="DE") == [(ContactKind.PHONE, "+48226280000")]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Call zero seven nine one one one two three four five six", "en", "+447911123456"),
        ("Zadzwoń: sześć zero zero 123 cztery pięć sześć", "pl", "+48600123456"),
        ("plus four eight six zero zero 1 2 3 4 5 6", "en", "+48600123456"),
        ("Звоните: ноль шесть семь 123 сорок", "uk", None),
    ],
)
def test_digits_spelled_as_words_are_a_phone_number(text: str, language: str, value: str | None) -> None:
    assert kinds_and_values(text, language=language) == ([(ContactKind.PHONE, value)] if value else [])


@pytest.mark.parametrize(
    ("text", "hints", "kind", "value"),
    [
        ("WhatsApp +44 7700 900123", {}, ContactKind.WHATSAPP, "+447700900123"),
        ("Call us: 07700 900123", {"language": "en"}, ContactKind.PHONE, "+447700900123"),
        ("0044 7700 900123", {"country": "DE"}, ContactKind.PHONE, "+447700900123"),
        ("Viber: 999 999 999", {"language": "pl"}, ContactKind.VIBER, "+48999999999"),
        ("тел. 039 999 99 99", {"language": "uk"}, ContactKind.PHONE, "+380399999999"),
    ],
)
def test_an_announced_number_counts_before_any_table_knows_it(
    text: str, hints: dict[str, str], kind: ContactKind, value: str
) -> None:
    assert kinds_and_values(text, **hints) == [(kind, value)]


@pytest.mark.parametrize(
    "text", ["Reference 999 999 999", "Telefon: 01.02.2026 – 03.04.2026", "3+44 7700 900123", "Call 12 30, Room 5"]
)
def test_digits_that_nothing_announces_have_to_exist(text: str) -> None:
    assert kinds_and_values(text, language="pl") == []


def test_number_words_of_plain_speech_are_no_phone_number() -> None:
    assert (
        kinds_and_values("Room for one or two, three shifts, four days, five to six hours, 7 8 9", language="en") == []
    )


def test_without_any_country_a_bare_number_is_left_alone() -> None:
    assert kinds_and_values("Call 600 123 456") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Write to Anna.Nowak@Example.COM.", "anna.nowak@example.com"),
        ("biuro (at) praca-firma.pl", "biuro@praca-firma.pl"),
        ("biuro[małpa]praca.com.pl", "biuro@praca.com.pl"),
        ("jobs (at) firm (dot) com", "jobs@firm.com"),
        ("name{at}firm{dot}co{dot}uk", "name@firm.co.uk"),
    ],
)
def test_an_email_address_is_found_also_when_it_is_disguised(text: str, value: str) -> None:
    assert kinds_and_values(text) == [(ContactKind.EMAIL, value)]


def test_words_with_an_at_sign_that_lead_nowhere_are_no_address() -> None:
    assert kinds_and_values("Meet us @ the fair, price 5@2.50, me@home.notatld") == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("https://wa.me/48600123456", ContactKind.WHATSAPP, "+48600123456"),
        ("api.whatsapp.com/send?text=hi&phone=%2B48600123456", ContactKind.WHATSAPP, "+48600123456"),
        ("WhatsApp: +48 600 123 456", ContactKind.WHATSAPP, "+48600123456"),
        ("t.me/Agent_Anna", ContactKind.TELEGRAM, "agent_anna"),
        ("Telegram @Agent_Anna", ContactKind.TELEGRAM, "agent_anna"),
        ("Пишіть у Вайбер +380 67 123 45 67", ContactKind.VIBER, "+380671234567"),
        ("viber://chat?number=%2B359881234567", ContactKind.VIBER, "+359881234567"),
        ("https://signal.me/#p/+48600123456", ContactKind.SIGNAL, "+48600123456"),
        ("m.me/jobs.abroad", ContactKind.MESSENGER, "jobs.abroad"),
        ("Apply at https://forms.example.com/x?id=1).", ContactKind.LINK, "https://forms.example.com/x?id=1"),
        ("IBAN PL61 1090 1014 0000 0712 1981 2874 now", ContactKind.IBAN, "PL61109010140000071219812874"),
        ("nr konta 61 1090 1014 0000 0712 1981 2874", ContactKind.IBAN, "PL61109010140000071219812874"),
        ("BTC 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", ContactKind.WALLET, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        (
            "0x52908400098527886E0F7030069857D2E4169EE7",
            ContactKind.WALLET,
            "0x52908400098527886e0f7030069857d2e4169ee7",
        ),
    ],
)
def test_messengers_links_accounts_and_wallets_are_found(text: str, kind: ContactKind, value: str) -> None:
    assert kinds_and_values(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "IBAN PL61 1090 1014 0000 0712 1981 2875",
        "BTC 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "Follow @our_company on our page",
        "Salary 2500 EUR, 40 hours, ref 123456789, 01.02.2026",
    ],
)
def test_wrong_check_digits_and_plain_numbers_are_no_contact(text: str) -> None:
    assert kinds_and_values(text, language="en") == []


def test_a_number_inside_a_link_or_an_account_is_not_found_twice() -> None:
    text = "https://wa.me/48600123456 and PL61 1090 1014 0000 0712 1981 2874"
    assert [kind for kind, _ in kinds_and_values(text, language="pl")] == [ContactKind.WHATSAPP, ContactKind.IBAN]


def test_spans_cut_the_written_characters_out_of_the_text() -> None:
    text = "🙂 Zadzwoń: 600 123 456 albo biuro (at) praca.pl"
    for contact in find_contacts(text, language="pl"):
        assert contact.span is not None
        assert text[contact.span.start : contact.span.end] == contact.written


def test_buttons_bring_contacts_that_the_text_does_not_show() -> None:
    known = find_contacts("Mail us: jobs@firm.com")
    addresses = [
        "mailto:jobs@firm.com?subject=Hi",
        "tel:+48600123456",
        "https://wa.me/48600123457",
        "/apply",
        "mailto:",
    ]
    assert [(one.kind, one.value, one.span) for one in contacts_in_links(addresses, known)] == [
        (ContactKind.PHONE, "+48600123456", None),
        (ContactKind.WHATSAPP, "+48600123457", None),
    ]
