import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from leadlight.commands.ordinary_rates import rates_page, read_figures
from leadlight.commands.rules import app
from leadlight.errors import RuleError
from wording.rule_folder import RuleFolder


@pytest.fixture
def folder(tmp_path: Path) -> RuleFolder:
    return RuleFolder(tmp_path / "shared_rules")


def run(*arguments: str, **options: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False, **options)


def test_lint_of_good_rules_says_so(folder: RuleFolder) -> None:
    result = run("lint", "--rules", str(folder.path))
    assert (result.exit_code, result.output) == (0, "Nothing to mend.\n")


@pytest.mark.parametrize(
    ("phrases", "hint"),
    [
        ("[fee, Féé]", "says the same as `fee`"),
        ("[fee, the fee]", "never adds anything: `fee` is found"),
        ("[fee*, agency fees]", "never adds anything: `fee*` is found"),
        ('[fee, "*depos*"]', "`*inside*` is for languages that join words"),
    ],
)
def test_lint_points_at_useless_phrases(folder: RuleFolder, phrases: str, hint: str) -> None:
    folder.change("fee: [fee, deposit]", f"fee: {phrases}")
    result = run("lint", "--rules", str(folder.path))
    assert result.exit_code == 1
    assert f"{folder.rule}:17: " in result.output
    assert hint in result.output


def test_wrong_rule_stops_every_command_with_its_line(folder: RuleFolder) -> None:
    folder.change("weight: strong", "weight: huge")
    for command in ("lint", "build", "test"):
        with pytest.raises(RuleError, match=r"upfront\.yml:6: weight"):
            run(command, "--rules", str(folder.path))


def test_test_names_an_example_that_does_not_hold(folder: RuleFolder) -> None:
    folder.change("A deposit in advance.", "A deposit.")
    result = run("test", "fees.upfront", "--rules", str(folder.path))
    assert result.exit_code == 1
    assert "`A deposit.` stays silent, but must fire" in result.output


def test_test_asks_for_two_examples_of_each_kind(folder: RuleFolder) -> None:
    folder.change("fires: [Pay the fee upfront., A deposit in advance.]", "fires: [Pay the fee upfront.]")
    assert "en has 1 `fires` examples" in run("test", "--rules", str(folder.path)).output


def test_test_names_clauses_and_phrases_that_no_example_needs(folder: RuleFolder) -> None:
    result = run("test", "fees.upfront", "--rules", str(folder.path))
    assert result.exit_code == 1
    assert "no example needs `within_words`" in result.output
    assert "no example needs `waived` in `unless`" in result.output
    assert "no example needs `first` in `all`" not in result.output
    assert "fees.upfront: no example needs en.waived: free of" in result.output
    assert "en.fee: fee" not in result.output


def test_test_of_an_unknown_rule_says_so(folder: RuleFolder) -> None:
    with pytest.raises(RuleError, match=r"no rule `fees\.gone`"):
        run("test", "fees.gone", "--rules", str(folder.path))


def test_build_writes_what_the_extension_needs_and_then_nothing(folder: RuleFolder, tmp_path: Path) -> None:
    extension = tmp_path / "extension"
    for name, words in (("verdict", "language: {code: en}"), ("indicators", "a: {}"), ("extension", "close: Close")):
        folder.write(f"texts/en/{name}.yml", words)
    folder.write("helplines.yml", 'EU: [{name: Emergency, phone: "112"}]\n')
    arguments = ("build", "--rules", str(folder.path), "--extension", str(extension))
    assert run(*arguments, "--check").exit_code == 1
    assert not extension.exists()
    assert run(*arguments).exit_code == 0
    pack = json.loads((extension / "rules" / "pack.json").read_text(encoding="utf-8"))
    assert [indicator["id"] for indicator in pack["indicators"]] == ["fees.upfront"]
    assert json.loads((extension / "rules" / "texts" / "en.json").read_text(encoding="utf-8"))["extension"] == {
        "close": "Close"
    }
    assert json.loads((extension / "rules" / "helplines.json").read_text(encoding="utf-8"))["EU"][0]["phone"] == "112"
    assert run(*arguments, "--check").output == "Everything is built.\n"


def test_build_refuses_a_changed_rule_without_a_new_version(folder: RuleFolder, tmp_path: Path) -> None:
    folder.write("texts/README.md", "")
    arguments = ("build", "--rules", str(folder.path), "--extension", str(tmp_path / "extension"))
    assert run(*arguments).exit_code == 0
    folder.change("fee: [fee, deposit]", "fee: [fee, deposit, charge]")
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert "write `version: 2`" in refused.stderr
    text = folder.rule.read_text(encoding="utf-8")
    folder.rule.write_text(text.replace("version: 1", "version: 2"), encoding="utf-8")
    assert run(*arguments).exit_code == 0


def test_build_refuses_to_forget_an_id(folder: RuleFolder, tmp_path: Path) -> None:
    folder.write("texts/README.md", "")
    arguments = ("build", "--rules", str(folder.path), "--extension", str(tmp_path / "extension"))
    assert run(*arguments).exit_code == 0
    text = folder.rule.read_text(encoding="utf-8").replace("fees.upfront", "fees.other")
    folder.write("indicators/fees/other.yml", text)
    folder.rule.unlink()
    assert "`fees.upfront` is gone" in run(*arguments).stderr


def test_explain_shows_the_words_and_the_guard(folder: RuleFolder) -> None:
    result = run("explain", "You never pay the fee upfront, p a y", "--rules", str(folder.path))
    assert "fees.upfront (en): stopped: “fee upfront”" in result.output
    assert "stopped by @negation: “never” at 4 by `never`" in result.output
    assert "fee: “fee” at 18 by `fee`" in result.output


def test_explain_says_which_slot_is_missing_and_what_is_too_far(folder: RuleFolder) -> None:
    assert "first: does not occur" in run("explain", "The fee.", "--rules", str(folder.path)).output
    far = "The fee is a thing that one pays now upfront"
    assert "too far apart" in run("explain", far, "--rules", str(folder.path)).output
    assert "no phrase of any rule occurs" in run("explain", "Hello.", "--rules", str(folder.path)).output


def test_explain_reads_standard_input(folder: RuleFolder) -> None:
    result = run("explain", "-", "--rules", str(folder.path), input="Pay the fee upfront.")
    assert "fires: “fee upfront”" in result.output


def test_new_rule_can_be_tested_at_once(folder: RuleFolder) -> None:
    assert run("new", "fees.other_thing", "--rules", str(folder.path)).exit_code == 0
    result = run("test", "fees.other_thing", "--rules", str(folder.path))
    assert result.exit_code == 0, result.output


def test_new_rule_never_overwrites_another(folder: RuleFolder) -> None:
    with pytest.raises(RuleError, match="this rule exists"):
        run("new", "fees.upfront", "--rules", str(folder.path))
    with pytest.raises(RuleError, match="is no id"):
        run("new", "Fees", "--rules", str(folder.path))


def test_rate_counts_and_shows_and_leaves_bad_lines_out(folder: RuleFolder, tmp_path: Path) -> None:
    corpus = tmp_path / "ads.jsonl"
    lines = [
        '{"text": "Pay the fee upfront."}',
        '{"title": "A quiet job", "text": ""}',
        "not json",
        '{"text": ""}',
        "[]",
    ]
    corpus.write_text("\n".join(lines), encoding="utf-8")
    result = run("rate", str(corpus), "--rules", str(folder.path))
    assert "2 ads" in result.stdout
    assert "0.5000" in result.stdout
    assert "1 ads had no words" in result.stdout
    assert f"{corpus}:3: not an ad" in result.stderr
    assert f"{corpus}:5: not an ad" in result.stderr
    as_json = run("rate", str(corpus), "--rules", str(folder.path), "--json")
    assert json.loads(as_json.stdout) == {"fees.upfront": {"n": 2, "count": 1}}


def test_written_rates_stand_in_the_rule_in_the_numbers_and_on_the_page(folder: RuleFolder, tmp_path: Path) -> None:
    corpus = tmp_path / "ads.jsonl"
    ads = [{"lang": "en", "text": "Pay the fee upfront."}, *[{"lang": "en", "text": "A quiet job."}] * 99]
    ads += [{"lang": "hr", "text": "Miran posao."}, {"text": "Another quiet job.", "label": "ordinary"}]
    ads += [{"lang": "en", "text": "Pay the fee upfront.", "label": "fraud"}] * 9
    corpus.write_text("\n".join(map(json.dumps, ads)), encoding="utf-8")
    assert run("rate", str(corpus), "--rules", str(folder.path), "--write").exit_code == 0
    rule = (folder.path / "indicators" / "fees" / "upfront.yml").read_text(encoding="utf-8")
    assert "ordinary_rate: {value: 0.00980, n: 102," in rule
    figures = read_figures(folder.path)
    assert figures is not None
    assert figures.ads == {"": 1, "en": 100, "hr": 1}
    assert figures.findings["fees.upfront"] == {"en": 1}
    page = rates_page(figures, ["en", "sk"])
    assert "| fees.upfront | 0.98% | 1.00% | 0 |" in page
    assert "unknown (1), hr (1)" in page
    assert "No ordinary ads at all: sk." in page


def test_figures_that_are_none_say_how_to_measure_anew(folder: RuleFolder) -> None:
    assert read_figures(folder.path) is None
    (folder.path / "rates.json").write_text("[]", encoding="utf-8")
    with pytest.raises(RuleError, match="measure anew"):
        read_figures(folder.path)


def test_common_words_are_counted_by_language(folder: RuleFolder, tmp_path: Path) -> None:
    corpus = tmp_path / "ads.jsonl"
    corpus.write_text(json.dumps({"lang": "en", "text": "the fee the " * 10_000}) + "\n", encoding="utf-8")
    assert run("common-words", str(corpus), "--rules", str(folder.path)).exit_code == 0
    assert _common_words(folder) == {"en": {"fee": 33333, "the": 66667}}


def test_readers_texts_help_out_in_languages_with_few_ads(folder: RuleFolder, tmp_path: Path) -> None:
    corpus = tmp_path / "ads.jsonl"
    corpus.write_text(json.dumps({"lang": "hr", "text": "posao " * 30_000}) + "\n", encoding="utf-8")
    folder.write("texts/sk/words.yml", "a: " + "práca je " * 2_000 + "\nb: [{c: práca}]\n")
    folder.write("texts/de/words.yml", "a: too few\n")
    assert run("common-words", str(corpus), "--rules", str(folder.path)).exit_code == 0
    assert _common_words(folder) == {"sk": {"je": 49988, "praca": 50012}}


def _common_words(folder: RuleFolder) -> object:
    return json.loads((folder.path / "common_words.json").read_text(encoding="utf-8"))
