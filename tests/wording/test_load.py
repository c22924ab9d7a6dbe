from datetime import date
from pathlib import Path

import pytest

from leadlight.commands.build_rules import built_files
from leadlight.errors import RuleError
from leadlight.wording.compile import Compiled
from leadlight.wording.load import load_rules
from leadlight.wording.ready_pack import LOCK_FILE
from wording.rule_folder import RuleFolder
from wording.small_rules import quotes


def line_of(folder: RuleFolder, text: str) -> int:
    lines = folder.rule.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def error_of(folder: RuleFolder) -> str:
    with pytest.raises(RuleError) as caught:
        load_rules(folder.path)
    return str(caught.value)


def test_good_rule_loads_and_matches(folder: RuleFolder) -> None:
    rules = load_rules(folder.path)
    assert list(rules.indicators) == ["fees.upfront"]
    assert quotes(rules.engine, "You pay the fee upfront.") == ["fee upfront"]
    assert quotes(rules.engine, "You never pay a fee upfront.") == []
    assert rules.fees_forbidden == ("SK",)


def test_same_rules_have_the_same_version_and_changed_rules_another(folder: RuleFolder) -> None:
    before = load_rules(folder.path).version
    assert load_rules(folder.path).version == before
    folder.change("fee: [fee, deposit]", "fee: [fee]")
    assert load_rules(folder.path).version != before


def test_nursery_rule_is_compiled_only_when_asked_for(folder: RuleFolder) -> None:
    folder.change("status: active", "status: nursery")
    assert quotes(load_rules(folder.path).engine, "Pay the fee upfront.") == []
    assert quotes(load_rules(folder.path, nursery=True).engine, "Pay the fee upfront.") == ["fee upfront"]


def test_retired_rule_is_never_compiled(folder: RuleFolder) -> None:
    folder.change("status: active", "status: retired")
    assert quotes(load_rules(folder.path, nursery=True).engine, "Pay the fee upfront.") == []


def built(folder: RuleFolder) -> Path:
    """Build what the rules need, as `leadlight rules build` does; return the pack, which lies as in a package."""
    folder.write("texts/README.md", "")
    pack = folder.path / "pack.json"
    extension = folder.path / "extension"
    for path, text in built_files(folder.path, extension, today=date(2026, 11, 26)).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return (extension / "rules" / "pack.json").rename(pack)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"as_of": "yesterday"}'])
def test_a_broken_lock_is_named_with_what_to_do(folder: RuleFolder, content: str) -> None:
    folder.write(LOCK_FILE, content)
    assert f"{LOCK_FILE}:1: " in (error := error_of(folder))
    assert "restore the file from the last commit" in error


def not_compiled(*rules: object, **more: object) -> Compiled:
    raise AssertionError("the rules were compiled")


def test_rules_that_were_built_beforehand_are_not_compiled_again(
    folder: RuleFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_rules(folder.path)
    built(folder)
    monkeypatch.setattr("leadlight.wording.load.compile_pack", not_compiled)
    rules = load_rules(folder.path)
    assert quotes(rules.engine, "You pay the fee upfront.") == ["fee upfront"]
    assert rules.pack["phrases"] == before.pack["phrases"]
    with pytest.raises(AssertionError, match="were compiled"):
        assert rules.slots
    with pytest.raises(AssertionError, match="were compiled"):
        load_rules(folder.path, nursery=True)


def test_rules_that_changed_since_they_were_built_are_compiled(folder: RuleFolder) -> None:
    built(folder)
    folder.change("fee: [fee, deposit]", "fee: [charge]")
    assert quotes(load_rules(folder.path).engine, "The fee upfront. The charge upfront.") == ["charge upfront"]


@pytest.mark.parametrize("content", ["", "{", '{"format": 0, "as_of": "2026-11-26"}', '{"as_of": "2020-01-01"}'])
def test_a_pack_that_cannot_be_used_is_compiled_anew(folder: RuleFolder, content: str) -> None:
    built(folder).write_text(content, encoding="utf-8")
    assert quotes(load_rules(folder.path).engine, "You pay the fee upfront.") == ["fee upfront"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fee: [fee, deposit]", "fee: [fee, no]"),
        ("fee: [fee, deposit]", "fee: [fee, 012]"),
        ("fee: [fee, deposit]", "fee: [fee, 12]"),
        ("fee: [fee, deposit]", "fee: [fee, 12:30]"),
        ("fee: [fee, deposit]", "fee: [fee, 1.5]"),
        ("fee: [fee, deposit]", "fee: [fee, 2026-11-26]"),
        ("fee: [fee, deposit]", "fee: [fee, ~]"),
        ("fee: [fee, deposit]", "fee: [fee, null]"),
        ("fee: [fee, deposit]", "fee: [fee, true]"),
        ("fee: [fee, deposit]", "fee: [fee, *gebühr]"),
        ("fee: [fee, deposit]", "fee: [fee, *fees*]"),
        ("fee: [fee, deposit]", "fee: [fee, &fees]"),
        ("fee: [fee, deposit]", "fee: [fee, !fees]"),
        ("fee: [fee, deposit]", "fee: [fee, @fees]"),
        ("fee: [fee, deposit]", "fee: [visa: free]"),
    ],
)
def test_value_that_yaml_would_change_must_stand_in_quotes(folder: RuleFolder, old: str, new: str) -> None:
    folder.change(old, new)
    message = error_of(folder)
    assert message.startswith(f"{folder.rule}:{line_of(folder, new)}: ")
    assert "put it in quotes" in message


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("weight: strong", "weight: huge", "weight"),
        ("version: 1", "version: 0", "version"),
        ("title: Asks for money first", "titel: Asks for money first", "titel: no such key"),
        ("family: fees", "family: debt", "does not start with its family"),
        ("id: fees.upfront", "id: fees.other", "does not fit the file"),
        ("id: fees.upfront", "id: fees.upfront\nid: fees.upfront", "stands twice"),
        ("ilo: [debt_bondage]", "ilo: [slavery]", "no ILO indicator `slavery`"),
        ("@negation", "@denial", "no guards/denial.yml"),
        ("within_words: 5", "within_words: 99", "within_words"),
        ("  within_words: 5\n", "", "needs `within_words`"),
        ("all: [fee, first]", "all: [fee, second]", "has no `second`"),
        ("    waived: [free of]", "    waived: [free of]\n    idle: [x]", "is used by no clause"),
        ("    waived: [free of]\n", "", "`unless` names slot `waived`"),
        ("unless: {any: [waived,", "unless: {any: [fee, waived,", "both makes and stops"),
        ("fee: [fee, deposit]", "fee: [fee, (a]", "not closed"),
        ('ordinary_rate: {value: 0.001, n: 1000, date: "2026-11-26"}', "ordinary_rate: null", "ordinary_rate"),
        ('date: "2026-11-26"', 'date: "2026-13-26"', "ordinary_rate"),
        ("because: denied", "because: denied, flatly", "holds a comma"),
    ],
)
def test_wrong_rule_names_its_file_and_line(folder: RuleFolder, old: str, new: str, hint: str) -> None:
    folder.change(old, new)
    message = error_of(folder)
    assert message.startswith(f"{folder.rule}:")
    assert message.removeprefix(f"{folder.rule}:").split(":")[0].isdecimal()
    assert hint in message


def test_phrase_error_names_the_line_of_the_phrase(folder: RuleFolder) -> None:
    folder.change("    fee: [fee, deposit]", "    fee:\n      - fee\n      - (deposit")
    assert error_of(folder).startswith(f"{folder.rule}:{line_of(folder, '(deposit')}: ")


def test_folder_without_rules_is_an_error_and_not_an_empty_rule_set(folder: RuleFolder) -> None:
    folder.rule.unlink()
    assert "no rule files" in error_of(folder)


def test_file_that_is_not_utf8_is_named(folder: RuleFolder) -> None:
    folder.rule.write_bytes(b"id: \xff")
    assert error_of(folder).startswith(f"{folder.rule}:1: ")


def test_missing_table_of_characters_says_what_to_run(folder: RuleFolder) -> None:
    (folder.path / "characters.json").unlink()
    assert "leadlight rules characters" in error_of(folder)


def test_combination_of_an_unknown_indicator_is_refused(folder: RuleFolder) -> None:
    folder.write(
        "combinations/two.yml",
        "id: combination.two\nversion: 1\nstatus: nursery\ntitle: Two\nof: {all: [fees.upfront, fees.gone]}\n",
    )
    assert "no indicator `fees.gone`" in error_of(folder)


def test_fee_law_of_another_country_than_its_file_is_refused(folder: RuleFolder) -> None:
    folder.write("limits/fees/SK.yml", "country: CZ\nworkers: forbidden\n")
    assert "write `SK`" in error_of(folder)
