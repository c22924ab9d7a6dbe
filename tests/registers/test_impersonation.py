"""Contacts of an ad against the contacts of the register."""

import pytest

from factories import a_posting
from leadlight.findings import Weight
from leadlight.postings.model import Contact, ContactKind, Posting
from leadlight.registers.impersonation import other_contacts, own_domain
from leadlight.registers.model import RegisterEntry

AGENCY = RegisterEntry("x", "1", "Quexwork", phones=("28138080", "02 9600 0000"), emails=("@quexwork.com.hk",))


def an_ad(*values: str) -> Posting:
    kinds = [ContactKind.EMAIL if "@" in value else ContactKind.PHONE for value in values]
    return a_posting(contacts=tuple(Contact(kind, value, value) for kind, value in zip(kinds, values, strict=True)))


@pytest.mark.parametrize(
    "values",
    [
        ("+85228138080",),
        ("+85228138080", "anybody@gmail.com"),
        ("anna@quexwork.com.hk",),
        ("jobs@mail.quexwork.com.hk", "+85290000000"),
        ("+880296000000",),
    ],
    ids=["its phone", "its phone and a free mailbox", "its domain", "below its domain", "phone with a leading zero"],
)
def test_one_contact_that_agrees_is_enough(values: tuple[str, ...]) -> None:
    assert other_contacts(an_ad(*values), [AGENCY]) is None


@pytest.mark.parametrize(
    ("values", "weight"),
    [
        (("+85290000000",), Weight.MEDIUM),
        (("hr@somewhere.example",), Weight.MEDIUM),
        (("quex@gmail.com",), Weight.MEDIUM),
        (("+85290000000", "quex@gmail.com"), Weight.STRONG),
        (("hr@quexworks.com.hk",), Weight.STRONG),
        (("hr@quexwork-jobs.com",), Weight.STRONG),
        (("hr@quexwork.top",), Weight.STRONG),
    ],
    ids=["phone", "mailbox", "free mailbox", "free mailbox and phone", "one letter", "longer", "other ending"],
)
def test_contacts_that_all_differ_are_reported(values: tuple[str, ...], weight: Weight) -> None:
    others = other_contacts(an_ad(*values), [AGENCY])
    assert others is not None
    assert others.weight is weight
    assert [contact.value for contact in others.contacts] == list(values)
    assert others.listed == ("28138080", "02 9600 0000", "@quexwork.com.hk")


def test_any_branch_of_the_agency_may_agree() -> None:
    branch = RegisterEntry("x", "2", "Quexwork", phones=("20000000",))
    assert other_contacts(an_ad("+85220000000"), [AGENCY, branch]) is None


@pytest.mark.parametrize("posting", [a_posting(), an_ad("+85290000000")], ids=["ad without", "register without"])
def test_nothing_to_compare_is_no_sign(posting: Posting) -> None:
    bare = RegisterEntry("x", "1", "Quexwork")
    assert other_contacts(posting, [bare]) is None


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("a@jobs.quex.co.uk", "quex.co.uk"),
        ("a@gmail.com", ""),
        ("a@co.uk", ""),
        ("nothing", ""),
        ("@quex.com.hk", "quex.com.hk"),
    ],
)
def test_the_own_domain_is_the_registered_one(email: str, domain: str) -> None:
    assert own_domain(email) == domain
