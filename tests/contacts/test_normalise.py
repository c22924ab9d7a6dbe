"""All spellings of one contact point meet, and two contact points stay two."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadlight.contacts.normalise import Identity, identity_of, load_mail_rules, mailbox
from leadlight.postings.model import Contact, ContactKind

HANDLE = ContactKind.TELEGRAM


def identity(kind: ContactKind, value: str) -> Identity | None:
    return identity_of(Contact(kind, value, value))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna.Nowak+jobs@gmail.com", "annanowak@googlemail.com"),
        ("Work@FARM.example", "work@farm.example"),
        ("a.b-c_d+x@protonmail.com", "abcd@pm.me"),
        ("anna-nowak@ya.ru", "anna.nowak@yandex.com"),
        ("boss+tag@outlook.com", "boss@outlook.com"),
        ("jobs@bücher.example", "jobs@xn--bcher-kva.example"),
        ("jobs@farm.example.", "jobs@farm.example"),
    ],
)
def test_spellings_that_reach_one_mailbox_are_one(one: str, other: str) -> None:
    assert identity(ContactKind.EMAIL, one) == identity(ContactKind.EMAIL, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna.nowak@farm.example", "annanowak@farm.example"),
        ("a+b@farm.example", "a@farm.example"),
        ("anna@outlook.com", "anna@hotmail.com"),
        ("an.na@outlook.com", "anna@outlook.com"),
    ],
)
def test_addresses_that_may_reach_two_mailboxes_stay_two(one: str, other: str) -> None:
    assert identity(ContactKind.EMAIL, one) != identity(ContactKind.EMAIL, other)


@pytest.mark.parametrize("kind", [ContactKind.WHATSAPP, ContactKind.VIBER, ContactKind.SIGNAL, ContactKind.TELEGRAM])
def test_a_messenger_reached_by_number_is_that_phone(kind: ContactKind) -> None:
    assert identity(kind, "+48 601 234 567") == identity(ContactKind.PHONE, "+48601234567")


def test_a_handle_is_no_phone_and_its_case_and_sign_do_not_count() -> None:
    assert identity(HANDLE, "@Work_Boss") == identity(HANDLE, "work_boss")
    assert identity(HANDLE, "work_boss") != identity(ContactKind.MESSENGER, "work_boss")


def test_links_meet_without_scheme_www_fragment_and_last_slash() -> None:
    assert identity(ContactKind.LINK, "https://www.Forms.example/Apply/#top") == identity(
        ContactKind.LINK, "http://forms.example/Apply"
    )
    assert identity(ContactKind.LINK, "https://forms.example/A") != identity(
        ContactKind.LINK, "https://forms.example/a"
    )


def test_accounts_meet_in_their_compact_form_and_wallets_keep_their_case() -> None:
    assert identity(ContactKind.IBAN, "pl61 1090 1014") == identity(ContactKind.IBAN, "PL6110901014")
    assert identity(ContactKind.WALLET, "1BoatS") != identity(ContactKind.WALLET, "1boats")


@pytest.mark.parametrize(
    ("kind", "value"),
    [(ContactKind.PHONE, "+12"), (ContactKind.EMAIL, "@farm.example"), (HANDLE, "@"), (ContactKind.LINK, "https://")],
)
def test_a_value_with_nothing_to_compare_has_no_identity(kind: ContactKind, value: str) -> None:
    assert identity(kind, value) is None


def test_a_mailbox_of_ignored_characters_alone_is_kept() -> None:
    assert mailbox("...@gmail.com") == "...@gmail.com"
    assert mailbox("+@gmail.com") == "+@gmail.com"


PARTS = [
    "@",
    "www.",
    " ",
    "://",
    "http://",
    "/",
    "#",
    "a",
    "B",
    "ß",
    "¸",
    "+",
    "0",
    ".",
    "\u3002",
    "／",
    "İ",
    "@gmail.com",
]


@given(
    st.sampled_from(ContactKind),
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PARTS), max_size=9).map("".join)),
)
@example(ContactKind.PHONE, "@ 0")
@example(ContactKind.LINK, "ß://0")
@example(ContactKind.EMAIL, "00@0\u3002")
def test_the_identity_of_an_identity_is_itself(kind: ContactKind, value: str) -> None:
    first = identity(kind, value)
    if first is not None and first.kind is not ContactKind.WALLET:
        assert identity(first.kind, first.value) == first


def test_every_provider_rule_names_its_own_domain() -> None:
    rules = load_mail_rules()
    assert all(rules[rule.domain] is rule for rule in rules.values())
