"""`leadlight rules`: lint, build, test, explain, write and measure rules."""

import gzip
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from leadlight.bundled import shared_rules_folder
from leadlight.commands import build_rules
from leadlight.commands import common_words as count_words
from leadlight.commands.character_table import character_table_json
from leadlight.commands.ordinary_rates import figures_of, write_figures
from leadlight.commands.rule_rates import ORDINARY, OrdinaryAd, measure_rates, show_rates
from leadlight.commands.show_explanation import show_explanation
from leadlight.errors import RuleError
from leadlight.wording.common_words import COMMON_WORDS_FILE
from leadlight.wording.explain import explain
from leadlight.wording.lint import lint
from leadlight.wording.load import load_characters, load_rules
from leadlight.wording.lock import broken_promises, read_lock
from leadlight.wording.proofs import Proof, prove
from leadlight.wording.rule_template import RULE_TEMPLATE

app = typer.Typer(help="Write, test and build the wording rules.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Folder = Annotated[Path | None, typer.Option("--rules", help="Folder of the shared rules.")]


def _folder(rules: Path | None) -> Path:
    return rules or shared_rules_folder()


@app.command("lint")
def lint_rules(rules: Folder = None) -> None:
    """Read every rule and point at what its author cannot want. Exit code 1 when something is to be mended."""
    notes = lint(load_rules(_folder(rules), nursery=True))
    for note in notes:
        out.print(str(note), markup=False)
    out.print(f"{len(notes)} to mend" if notes else "Nothing to mend.")
    raise typer.Exit(bool(notes))


@app.command()
def build(
    rules: Folder = None,
    extension: Annotated[Path | None, typer.Option(help="Folder of the extension.")] = None,
    restart_lock: Annotated[
        bool, typer.Option("--restart-lock", help="Forget the versions released so far. Only before the first release.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when a built file is stale.")] = False,
) -> None:
    """Build the pack, the words and the helplines of the extension, the lock and the JSON Schemas."""
    folder = _folder(rules)
    loaded = load_rules(folder, nursery=True)
    broken = [] if restart_lock else list(broken_promises(read_lock(folder)[1], loaded))
    for line in broken:
        err.print(line, markup=False)
    if broken:
        raise typer.Exit(1)
    today = datetime.now(UTC).date()
    files = build_rules.built_files(folder, extension or folder.parent / "extension", today=today)
    stale = build_rules.stale_files(files)
    for path in stale:
        out.print(f"{'stale' if check else 'wrote'} {path}", markup=False)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
    if not stale:
        out.print("Everything is built.")
    raise typer.Exit(check and bool(stale))


@app.command("test")
def test_rules(
    indicator: Annotated[str, typer.Argument(help="Id of one rule; all when left out.")] = "",
    rules: Folder = None,
    clauses: Annotated[bool, typer.Option(help="Also take every clause and phrase away in turn.")] = True,
    unproved: Annotated[bool, typer.Option("--unproved", help="List the phrases that no example proves.")] = False,
) -> None:
    """Run the examples of the rules, then see whether each clause and phrase is proved by one."""
    loaded = load_rules(_folder(rules), nursery=True)
    if indicator and indicator not in loaded.indicators:
        raise RuleError(f"there is no rule `{indicator}`: `leadlight rules lint` reads all there are")
    chosen = [loaded.indicators[indicator]] if indicator else list(loaded.indicators.values())
    proofs = [prove(one, loaded, clauses=clauses) for one in chosen]
    for proof in proofs:
        _show_proof(proof, list_phrases=unproved or bool(indicator))
    failed = sum(bool(proof.errors) for proof in proofs)
    phrases = sum(len(proof.unproved) for proof in proofs)
    out.print(f"{len(proofs)} rules, {failed} with errors, {phrases} phrases without an example that needs them")
    raise typer.Exit(bool(failed))


def _show_proof(proof: Proof, *, list_phrases: bool) -> None:
    for error in proof.errors:
        out.print(error, markup=False)
    if list_phrases:
        for phrase in proof.unproved:
            out.print(f"{proof.indicator}: no example needs {phrase}", markup=False)


@app.command("explain")
def explain_text(
    text: Annotated[str, typer.Argument(help="The text, or - for the standard input.")],
    only: Annotated[str, typer.Option(help="Id of one indicator.")] = "",
    rules: Folder = None,
) -> None:
    """Show which words matched which phrase, and why a guard stopped a match."""
    loaded = load_rules(_folder(rules), nursery=True)
    show_explanation(explain(sys.stdin.read() if text == "-" else text, loaded, only=only), out)


@app.command()
def new(
    indicator: Annotated[str, typer.Argument(help="<family>.<name>, in small letters.")],
    rules: Folder = None,
) -> None:
    """Write the file of a new rule, to be filled in."""
    family, _, name = indicator.partition(".")
    path = _folder(rules) / "indicators" / family / f"{name}.yml"
    if not (family.isidentifier() and name.isidentifier() and indicator.islower()):
        raise RuleError(f"`{indicator}` is no id: write <family>.<name> in small letters, as in fees.before_departure")
    if path.exists():
        raise RuleError(f"{path}:1: this rule exists: give the new one another id")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE_TEMPLATE.format(family=family, name=name), encoding="utf-8")
    out.print(f"wrote {path}: fill it in, then run `leadlight rules test {indicator}`", markup=False)


@app.command()
def rate(
    corpora: Annotated[
        list[Path], typer.Argument(help="Ads, a JSON object a line: {title?, text, lang?, country?}; may be gzipped.")
    ],
    rules: Folder = None,
    show: Annotated[int, typer.Option(help="Examples to read for each indicator.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rates as JSON.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the rates of ads labelled `ordinary`, or not labelled.")
    ] = False,
) -> None:
    """Measure how often each indicator fires on corpora of ads, with examples to read and every ad that warns."""
    folder = _folder(rules)
    loaded = load_rules(folder, nursery=True)
    ads = (ad for corpus in corpora for ad in _ads(corpus, ordinary_only=write))
    size = sum(corpus.stat().st_size for corpus in corpora)
    rates = measure_rates(ads, loaded, examples=show, size=size, progress=err)
    if as_json:
        out.print_json(json.dumps({id_: {"n": rates.ads, "count": c} for id_, c in rates.counts.items()}))
    else:
        show_rates(rates, out)
    if write and rates.ads:
        write_figures(figures_of(rates, datetime.now(UTC).date()), loaded, folder)
        out.print("wrote the rates: now run `leadlight rules build`")


def _ads(corpus: Path, *, ordinary_only: bool) -> Iterator[OrdinaryAd]:
    for read, ad in _json_lines(corpus):
        if ordinary_only and ad.get("label", ORDINARY) != ORDINARY:
            continue
        fields = (str(ad.get(name) or "") for name in ("title", "text", "lang", "country"))
        yield OrdinaryAd(read, *fields)


def _json_lines(corpus: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Bytes read so far and the ad of each line; a line that is no ad is named and left out."""
    with corpus.open("rb") as raw, gzip.open(raw) if corpus.suffix == ".gz" else raw as lines:
        for number, line in enumerate(lines, start=1):
            try:
                ad = json.loads(line)
            except ValueError as error:
                ad = error
            if isinstance(ad, dict):
                yield raw.tell(), ad
            else:
                err.print(f"{corpus}:{number}: not an ad: left out", markup=False)


@app.command()
def characters(rules: Folder = None) -> None:
    """Write the table of characters anew. Needed only when the choices in it change, then everything is retested."""
    path = _folder(rules) / "characters.json"
    path.write_text(character_table_json(), encoding="utf-8")
    out.print(f"wrote {path}", markup=False)


@app.command("common-words")
def common_words(
    corpora: Annotated[list[Path], typer.Argument(help="Ads, a JSON object a line: {lang, text}; may be gzipped.")],
    rules: Folder = None,
) -> None:
    """Count how common words are in ordinary ads, which decides which word of a phrase is searched for."""
    folder = _folder(rules)
    ads = ((str(ad.get("lang") or ""), str(ad.get("text") or "")) for path in corpora for _, ad in _json_lines(path))
    path = folder / COMMON_WORDS_FILE
    counted = count_words.common_words(ads, count_words.own_texts(folder), load_characters(folder))
    path.write_text(count_words.common_words_json(counted), "utf-8")
    out.print(f"wrote {path}", markup=False)


if __name__ == "__main__":
    try:
        app()
    except RuleError as error:
        err.print(str(error), markup=False)
        sys.exit(1)
