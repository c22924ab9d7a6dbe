"""`leadlight contacts` and `leadlight import` on real stores."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from leadlight.__main__ import app
from leadlight.commands import import_ads
from leadlight.errors import LeadlightError, StoreUnavailable
from leadlight.settings import read_former_secrets, read_secret_key, read_settings
from leadlight.storage.database import open_database
from leadlight.storage.sightings import SqlSightingStore


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEADLIGHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "data"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def ad(number: int, phone: str = "+48 601 234 567", **more: Any) -> dict[str, Any]:
    return {
        "text": f"Pickers wanted in field {number}. Call {phone}.",
        "url": f"https://jobs.example/{number}",
        "title": f"Picker {number}",
        "employer": ("Alfa Farms", "Beta Clean", "Gamma Care", "Delta Logistics")[number % 4],
        **more,
    }


def import_file(folder: Path, lines: list[Any], *options: str) -> Result:
    file = folder / "ads.jsonl"
    file.write_bytes(b"".join((x if isinstance(x, bytes) else json.dumps(x).encode()) + b"\n" for x in lines))
    return run("import", str(file), *options)


def count() -> int:
    with open_database(read_settings().database) as database:
        return database.sightings.count()


def test_imported_ads_are_found_by_any_spelling_of_their_number(tmp_path: Path) -> None:
    assert import_file(tmp_path, [ad(number) for number in range(4)]).exit_code == 0
    shown = run("contacts", "find", "601 234 567", "--country", "pl").output
    assert "4 ads, 4 employers" in shown
    assert all(f"Picker {number}" in shown for number in range(4))
    assert run("contacts", "find", "whatsapp https://wa.me/48601234567").output == shown


def test_a_contact_never_seen_is_in_no_ad_and_what_is_no_contact_is_refused() -> None:
    assert "in no ad seen so far" in run("contacts", "find", "+48 601 999 999").output
    with pytest.raises(LeadlightError, match="no contact point"):
        CliRunner().invoke(app, ["contacts", "find", "hello"], catch_exceptions=False)


def test_importing_twice_changes_no_count_and_keeps_the_days_that_were_given(tmp_path: Path) -> None:
    ads = [ad(number, seen_on=f"2026-0{number + 1}-10") for number in range(3)]
    for _ in range(2):
        assert "3 ads remembered" in import_file(tmp_path, ads).output
    assert count() == 3
    assert "since 2026-01-10" in run("contacts", "find", "+48 601 234 567").output


def test_lines_that_cannot_be_used_are_named_by_number_and_without_their_words(tmp_path: Path) -> None:
    secret = "Zuzana Tajna"
    lines = [ad(1), b"{", {"text": " "}, {"text": 7, "title": secret}, b"", ad(2, seen_on="2999-01-01"), ad(3)]
    result = import_file(tmp_path, lines)
    assert result.exit_code == 2
    assert all(f"line {number}:" in result.output for number in (2, 3, 4, 6))
    assert "2 ads remembered; 4 lines could not be used" in result.output
    assert secret not in result.output
    assert count() == 2


def test_a_byte_order_mark_before_the_first_ad_costs_no_ad(tmp_path: Path) -> None:
    result = import_file(tmp_path, [b"\xef\xbb\xbf" + json.dumps(ad(1)).encode(), ad(2)])
    assert (result.exit_code, count()) == (0, 2)


def test_an_interrupted_import_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_ads, "LINES_PER_ROUND", 5)
    ads = [ad(number) for number in range(20)]
    rounds = []
    remember_all = SqlSightingStore.remember_all

    def dies_in_the_third_round(store: SqlSightingStore, sightings: Any, **named: Any) -> None:
        rounds.append([one.title for one in sightings])
        if len(rounds) == 3:
            raise StoreUnavailable("gone")
        remember_all(store, sightings, **named)

    monkeypatch.setattr(SqlSightingStore, "remember_all", dies_in_the_third_round)
    assert import_file(tmp_path, ads).exit_code == 1
    assert count() == 10
    rounds.clear()
    rounds.append([])
    rounds.append([])
    rounds.append([])
    result = import_file(tmp_path, ads)
    assert "going on after line 10" in result.output
    assert rounds[3][0] == "Picker 10"
    assert count() == 20
    assert "going on" not in import_file(tmp_path, ads).output


def test_an_import_can_be_started_again_at_the_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ads = [ad(number) for number in range(3)]
    monkeypatch.setattr(import_ads._Note, "erase", lambda self: None)
    import_file(tmp_path, ads)
    assert "0 ads remembered" in import_file(tmp_path, ads).output
    assert "3 ads remembered" in import_file(tmp_path, ads, "--again").output


@pytest.mark.parametrize(
    ("option", "value", "left"),
    [
        ("--url", "https://jobs.example/1?utm_source=x", 3),
        ("--contact", "+48601234567", 1),
        ("--employer", "ALFA FARMS Sp. z o.o.", 3),
    ],
)
def test_an_ad_a_contact_and_an_employer_are_forgotten(tmp_path: Path, option: str, value: str, left: int) -> None:
    import_file(tmp_path, [ad(0), ad(1), ad(2), ad(3, phone="+421 905 123 456")])
    assert f"{4 - left} ads forgotten" in run("contacts", "forget", option, value).output
    assert count() == left
    assert "0 ads forgotten" in run("contacts", "forget", option, value).output


def test_forgetting_needs_exactly_one_thing_to_forget() -> None:
    for options in ([], ["--url", "https://a.example/1", "--employer", "Alfa"]):
        with pytest.raises(LeadlightError, match="Say one of"):
            CliRunner().invoke(app, ["contacts", "forget", *options], catch_exceptions=False)


def test_a_new_key_keeps_every_link_and_the_ids_of_ads(tmp_path: Path) -> None:
    ads = [ad(number) for number in range(4)]
    import_file(tmp_path, ads)
    keys = [read_secret_key(read_settings())]
    for _ in range(2):
        assert "1 contact points moved" in run("contacts", "rotate-key").output
        keys.append(read_secret_key(read_settings()))
        assert "4 ads, 4 employers" in run("contacts", "find", "+48 601 234 567").output
    assert len(set(keys)) == 3
    assert list(read_former_secrets(read_settings())) == keys[:2]
    import_file(tmp_path, ads)
    assert count() == 4


def test_an_interrupted_rotation_is_finished_before_another_key_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(tmp_path, [ad(number, phone=f"+48 601 234 {number + 500}") for number in range(150)])

    def dies(store: SqlSightingStore, keys: Any) -> Any:
        progress = whole(store, keys)
        yield next(progress)
        raise StoreUnavailable("gone")

    whole = SqlSightingStore.renew_keys
    monkeypatch.setattr(SqlSightingStore, "renew_keys", dies)
    assert run("contacts", "rotate-key").exit_code == 1
    monkeypatch.setattr(SqlSightingStore, "renew_keys", whole)
    key = read_secret_key(read_settings())
    assert "50 contact points moved" in run("contacts", "rotate-key").output
    assert read_secret_key(read_settings()) == key
    assert "1 ads" in run("contacts", "find", "+48 601 234 511").output


def test_a_key_set_by_hand_is_changed_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIGHT_SECRET_KEY", "o" * 32)
    import_file(tmp_path, [ad(1)])
    with pytest.raises(LeadlightError, match="LEADLIGHT_FORMER_SECRET_KEYS"):
        CliRunner().invoke(app, ["contacts", "rotate-key"], catch_exceptions=False)
    monkeypatch.setenv("LEADLIGHT_SECRET_KEY", "n" * 32)
    monkeypatch.setenv("LEADLIGHT_FORMER_SECRET_KEYS", "o" * 32)
    assert "1 contact points moved" in run("contacts", "rotate-key").output
    assert "1 ads" in run("contacts", "find", "+48 601 234 567").output


def test_a_change_that_was_cut_off_between_its_two_files_changes_no_hash(data: Path) -> None:
    settings = read_settings()
    key = read_secret_key(settings)
    (data / "former-secrets.keys").write_bytes(key + b"\n")
    assert read_former_secrets(settings) == ()


def test_contacts_on_the_safelist_are_not_kept(tmp_path: Path) -> None:
    from leadlight.bundled import shared_rules_folder
    from leadlight.contacts.keys import KeyRing
    from leadlight.contacts.safelist import load_safelist
    from leadlight.contacts.sighting import sighting_of
    from leadlight.postings.model import Contact, ContactKind, Posting

    domain = sorted(load_safelist(shared_rules_folder()).email_domains)[0]
    posting = Posting(text="x", contacts=(Contact(ContactKind.EMAIL, f"a@{domain}", "a"),))
    day, keys = date(2026, 11, 20), KeyRing(b"k" * 32)
    assert len(sighting_of(posting, keys, day=day).fingerprints) == 1
    listed = load_safelist(shared_rules_folder())
    assert sighting_of(posting, keys, day=day, safelist=listed).fingerprints == ()


def test_clusters_are_listed_and_shown_by_the_id_of_any_of_their_ads(tmp_path: Path) -> None:
    assert "No clusters have been counted" in run("clusters", "list").output
    import_file(tmp_path, [ad(0), ad(1), ad(2, phone="+421 905 123 456")])
    alone = ad(2)["url"]
    listed = run("clusters", "list", "--recount").output.splitlines()
    assert len(listed) == 2
    cluster_id = listed[1].split()[0]
    assert listed[1].split()[1:3] == ["2", "2"]
    shown = run("clusters", "show", cluster_id).output
    assert "Picker 0" in shown
    assert "Picker 1" in shown
    assert "Picker 2" not in shown
    assert alone not in shown
    assert "Picker 2" in run("contacts", "find", "+421 905 123 456").output
    with pytest.raises(LeadlightError, match="No cluster and no ad"):
        CliRunner().invoke(app, ["clusters", "show", "zz"], catch_exceptions=False)


def test_an_ad_that_was_not_counted_yet_is_walked(tmp_path: Path) -> None:
    import_file(tmp_path, [ad(0), ad(1)])
    ad_id = run("contacts", "find", "+48 601 234 567").output.splitlines()[-1].split()[-1]
    assert "Picker 0" in run("clusters", "show", ad_id).output


@pytest.mark.parametrize(("options", "vouched"), [((), True), (("--unreviewed",), False)])
def test_whoever_imports_ads_stands_for_them_unless_told_otherwise(
    tmp_path: Path, options: tuple[str, ...], vouched: bool
) -> None:
    from leadlight.commands.open_stores import key_ring

    assert import_file(tmp_path, [ad(0), ad(1)], *options).exit_code == 0
    settings = read_settings()
    phone = key_ring(settings).fingerprint("phone", "+48601234567")
    with open_database(settings.database) as database:
        assert [one.vouched for one in database.sightings.sharing(phone, limit=9)] == [vouched, vouched]
