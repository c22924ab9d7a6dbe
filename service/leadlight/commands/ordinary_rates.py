"""Keeps the measured rates of ordinary ads: in each rule file, in one table of numbers, and as a page to read."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from leadlight.commands.rule_rates import Rates
from leadlight.errors import RuleError
from leadlight.wording.load import RuleSet

RATES_FILE = "rates.json"
RATES_PAGE = "RATES.md"
FEWEST_ADS = 100
"""Below this many ads of a language a share says nothing: three signs in a hundred ads may be chance."""

_SURE_TO_95 = 3
"""Rule of three: none seen in n ads means, at 95 %, fewer than 3 in n."""

_RATE_LINE = re.compile(r"^ordinary_rate: .*$", re.MULTILINE)

HEAD = """# How often each sign stands in ordinary ads

Rebuilt by `leadlight rules build` from `rates.json`, which `leadlight rules rate ADS --write` measures.
Measured on {day} on {ads} ordinary ads, which are not part of the project. Nobody has shown that they are honest: they
are taken to be, because they were posted by named employers on known boards. Levels are those of the wording check
alone.

## Languages

| language | ads | warning | caution or above | notice or above |
|---|---|---|---|---|
"""

TOO_FEW = """
Fewer than {fewest} ads, so their shares say nothing yet: {languages}.
No ordinary ads at all: {none}. What holds there was seen only on the examples of the rules and on ads of our own.

## Signs

Share of ads that show the sign, in all ads and in each language with enough of them; then the number of ads in the
other languages together. 0 of {ads} means, at 95 %, fewer than {bound}.

"""


@dataclass(frozen=True, slots=True)
class OrdinaryFigures:
    """What was measured: the day, ads by language, levels by language, and findings by indicator and language."""

    measured_on: date
    ads: Mapping[str, int]
    levels: Mapping[str, Mapping[str, int]]
    findings: Mapping[str, Mapping[str, int]]


def figures_of(rates: Rates, today: date) -> OrdinaryFigures:
    """The figures of a measurement; ads whose language is not known stand under ""."""
    findings = {id_: dict(sorted(rates.counts_by_language.get(id_, {}).items())) for id_ in sorted(rates.counts)}
    levels = {lang: dict(sorted(count.items())) for lang, count in sorted(rates.levels.items())}
    return OrdinaryFigures(today, dict(sorted(rates.by_language.items())), levels, findings)


def figures_json(figures: OrdinaryFigures) -> str:
    """The figures as committed: a line for each indicator."""
    lines = ",\n".join(f"  {json.dumps(id_)}: {json.dumps(by)}" for id_, by in figures.findings.items())
    head = {"measured_on": figures.measured_on.isoformat(), "ads": figures.ads, "levels": figures.levels}
    return json.dumps(head)[:-1] + ', "findings": {\n' + lines + "\n}}\n"


def read_figures(folder: Path) -> OrdinaryFigures | None:
    """The committed figures, None where nothing was measured yet.

    Raises:
        RuleError: the file holds something else.
    """
    path = folder / RATES_FILE
    if not path.is_file():
        return None
    try:
        values: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        day = date.fromisoformat(values["measured_on"])
        return OrdinaryFigures(day, values["ads"], values["levels"], values["findings"])
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(f"{path}:1: {error}: measure anew with `leadlight rules rate ADS --write`") from error


def write_figures(figures: OrdinaryFigures, rules: RuleSet, folder: Path) -> None:
    """Write the figures, and the rate of all ads into the file of every measured rule."""
    (folder / RATES_FILE).write_text(figures_json(figures), encoding="utf-8")
    ads = sum(figures.ads.values())
    for id_, by_language in figures.findings.items():
        path = rules.files[id_].place().file
        rate = f"{sum(by_language.values()) / ads:.5f}"
        line = f'ordinary_rate: {{value: {rate}, n: {ads}, date: "{figures.measured_on.isoformat()}"}}'
        text = path.read_text(encoding="utf-8")
        path.write_text(_RATE_LINE.sub(line, text, count=1), encoding="utf-8")


def rates_page(figures: OrdinaryFigures, languages: list[str]) -> str:
    """The page, in Markdown.

    Args:
        figures: what was measured.
        languages: languages that rules have words for, to name those without any ordinary ads.
    """
    ads = sum(figures.ads.values())
    enough = sorted((lang for lang, n in figures.ads.items() if n >= FEWEST_ADS), key=lambda lang: -figures.ads[lang])
    few = [lang for lang in figures.ads if lang not in enough]
    page = HEAD.format(day=figures.measured_on.isoformat(), ads=ads)
    page += "\n".join(_language_row(figures, lang) for lang in [*enough, *few]) + "\n"
    page += TOO_FEW.format(
        fewest=FEWEST_ADS,
        languages=", ".join(f"{lang or 'unknown'} ({figures.ads[lang]})" for lang in few) or "none",
        none=", ".join(lang for lang in languages if lang not in figures.ads) or "none",
        ads=ads,
        bound=f"{_SURE_TO_95 / ads:.2%}",
    )
    page += f"| sign | all | {' | '.join(enough)} | in other languages |\n|---|---|{'---|' * len(enough)}---|\n"
    return page + "\n".join(_sign_rows(figures, enough, few, ads)) + "\n"


def _language_row(figures: OrdinaryFigures, language: str) -> str:
    ads, levels = figures.ads[language], figures.levels.get(language, {})
    at = [levels.get(name, 0) for name in ("warning", "caution", "notice")]
    cells = " | ".join(f"{sum(at[: i + 1])} ({sum(at[: i + 1]) / ads:.2%})" for i in range(len(at)))
    return f"| {language or 'unknown'} | {ads} | {cells} |"


def _sign_rows(figures: OrdinaryFigures, enough: list[str], few: list[str], ads: int) -> Iterator[str]:
    for id_, by in sorted(figures.findings.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        shares = " | ".join(_share(by.get(lang, 0), figures.ads[lang]) for lang in enough)
        yield f"| {id_} | {_share(sum(by.values()), ads)} | {shares} | {sum(by.get(lang, 0) for lang in few)} |"


def _share(count: int, ads: int) -> str:
    return f"{count / ads:.2%}" if count else "0"
