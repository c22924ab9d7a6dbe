"""Measures how often rules fire on a corpus of ads, by language, and shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from leadlight.findings import Finding
from leadlight.postings.model import Posting
from leadlight.screening.verdict import Level, decide
from leadlight.wording.check import check_wording
from leadlight.wording.load import RuleSet

ORDINARY = "ordinary"
"""Label of the ads that rates are written from. Corpora of fraud are measured too, but never written."""


@dataclass(frozen=True, slots=True)
class OrdinaryAd:
    """An ad of a corpus. `read` is how many bytes of the corpus were read so far; "" where a field is unknown."""

    read: int
    title: str
    text: str
    language: str = ""
    country: str = ""


@dataclass(slots=True)
class Rates:
    """How often each finding came up. `counts` holds zero for indicators that never fired.

    `by_language` counts ads, `levels` the levels of the wording check alone, each by language; `warned` holds the
    quotes of every ad that reached a warning, to be read.
    """

    ads: int = 0
    without_words: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    by_language: Counter[str] = field(default_factory=Counter)
    counts_by_language: dict[str, Counter[str]] = field(default_factory=dict)
    levels: dict[str, Counter[str]] = field(default_factory=dict)
    warned: list[str] = field(default_factory=list)


def measure_rates(ads: Iterable[OrdinaryAd], rules: RuleSet, *, examples: int, size: int, progress: Console) -> Rates:
    """Check every ad and count findings.

    Args:
        ads: the ads; one without words is counted apart.
        rules: the rules.
        examples: most quotes to keep for each indicator.
        size: bytes in all, for the progress bar.
        progress: where the bar is drawn.
    """
    rates = Rates(counts=Counter(dict.fromkeys((*rules.indicators, *rules.combinations), 0)))
    with Progress(console=progress, transient=True) as bar:
        task = bar.add_task("ads", total=size)
        for ad in ads:
            bar.update(task, completed=ad.read)
            if ad.title.strip() or ad.text.strip():
                _count(rates, ad, rules, examples)
            else:
                rates.without_words += 1
    return rates


def _count(rates: Rates, ad: OrdinaryAd, rules: RuleSet, examples: int) -> None:
    result = check_wording(Posting(text=ad.text, title=ad.title, country=ad.country), rules)
    level = decide((result,)).level
    rates.ads += 1
    rates.by_language[ad.language] += 1
    rates.levels.setdefault(ad.language, Counter())[level] += 1
    for finding in result.findings:
        rates.counts[finding.indicator] += 1
        rates.counts_by_language.setdefault(finding.indicator, Counter())[ad.language] += 1
        kept = rates.examples.setdefault(finding.indicator, [])
        if len(kept) < examples:
            kept.append(_around(finding))
    if level is Level.WARNING:
        signs = "; ".join(f"{finding.indicator}: {_around(finding)}" for finding in result.findings)
        rates.warned.append(f"{ad.language} {ad.title}: {signs}")


def _around(finding: Finding) -> str:
    quote = finding.quotes[0]
    return " ".join(f"{quote.prefix}[{quote.exact}]{quote.suffix}".split())


def show_rates(rates: Rates, out: Console) -> None:
    """Print the rates, most frequent first, then every ad that reached a warning."""
    table = Table("indicator", "ads", "share", "for example", title=f"{rates.ads} ads", title_justify="left")
    for indicator, count in sorted(rates.counts.items(), key=lambda item: (-item[1], item[0])):
        share = f"{count / rates.ads:.4f}" if rates.ads else "-"
        table.add_row(indicator, str(count), share, "\n".join(rates.examples.get(indicator, [])).replace("[", "\\["))
    out.print(table)
    if rates.without_words:
        out.print(f"{rates.without_words} ads had no words and are not counted")
    for warned in rates.warned:
        out.print(f"warning: {warned}", markup=False)
