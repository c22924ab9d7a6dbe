"""The safelist: what it covers, what it refuses, and the one that ships."""

from pathlib import Path

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.contacts.normalise import Identity
from leadlight.contacts.safelist import FILE, NO_SAFELIST, Safelist, load_safelist
from leadlight.errors import RuleError
from leadlight.postings.model import ContactKind

ENTRY = "- {kind: email_domain, value: jobs.example, why: a relay, source: its help page, checked_on: '2026-11-25'}\n"


def written(folder: Path, text: str) -> Path:
    path = folder / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_domain_covers_its_subdomains_and_nothing_that_only_ends_like_it(tmp_path: Path) -> None:
    listed = load_safelist(written(tmp_path, ENTRY))
    assert listed.covers(Identity(ContactKind.EMAIL, "a@jobs.example"))
    assert listed.covers(Identity(ContactKind.EMAIL, "a@reply.jobs.example"))
    assert not listed.covers(Identity(ContactKind.EMAIL, "a@goodjobs.example"))
    assert not listed.covers(Identity(ContactKind.LINK, "jobs.example/apply"))


def test_mailboxes_phones_and_hosts_of_links_are_covered_by_themselves() -> None:
    listed = Safelist(
        frozenset({"a@b.example"}), frozenset(), frozenset({"+48221234567"}), frozenset({"forms.example"})
    )
    assert listed.covers(Identity(ContactKind.EMAIL, "a@b.example"))
    assert listed.covers(Identity(ContactKind.PHONE, "+48221234567"))
    assert listed.covers(Identity(ContactKind.LINK, "forms.example/x"))
    assert not listed.covers(Identity(ContactKind.IBAN, "+48221234567"))
    assert not NO_SAFELIST.covers(Identity(ContactKind.EMAIL, "a@b.example"))


def test_an_empty_file_lists_nothing(tmp_path: Path) -> None:
    assert load_safelist(written(tmp_path, "# nothing yet\n")) == NO_SAFELIST


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("- {kind: email, value: a@b.example}\n", "lacks checked_on"),
        (ENTRY.replace("email_domain", "fax"), "unknown kind 'fax'"),
    ],
)
def test_a_broken_entry_is_refused_with_its_line(tmp_path: Path, broken: str, says: str) -> None:
    with pytest.raises(RuleError, match=rf"contacts\.yml:2: .*{says}"):
        load_safelist(written(tmp_path, ENTRY + broken))


def test_the_safelist_that_ships_can_be_read_and_lists_something() -> None:
    assert load_safelist(shared_rules_folder()).email_domains
