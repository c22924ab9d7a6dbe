"""Measures how often rules fire on a corpus of ads, and shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from leadlight.postings.model import Posting
from leadlight.wording.check import check_wording
from leadlight.wording.load import RuleSet

CONTEXT = 60


@dataclass(slots=True)
class Rates:
    """How often each finding came up. `counts` holds zero for indicators that never fired."""

    ads: int = 0
    without_words: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)


def measure_rates(
    ads: Iterable[tuple[int, str, str]], rules: RuleSet, *, examples: int, size: int, progress: Console
) -> Rates:
    """Check every ad and count findings.

    Args:
        ads: bytes read so far, title, text.
        rules: the rules.
        examples: most quotes to keep for each indicator.
        size: bytes in all, for the progress bar.
        progress: where the bar is drawn.
    """
    rates = Rates(counts=Counter(dict.fromkeys((*rules.indicators, *rules.combinations), 0)))
    with Progress(console=progress, transient=True) as bar:
        task = bar.add_task("ads", total=size)
        for read, title, text in ads:
            bar.update(task, completed=read)
            if not (title.strip() or text.strip()):
                rates.without_words += 1
                continue
            rates.ads += 1
            for finding in check_wording(Posting(text=text, title=title), rules).findings:
                rates.counts[finding.indicator] += 1
                kept = rates.examples.setdefault(finding.indicator, [])
                if len(kept) < examples:
                    quote = finding.quotes[0]
                    around = f"{quote.prefix}[{quote.exact}]{quote.suffix}"
                    kept.append(" ".join(around.split()))
    return rates


def show_rates(rates: Rates, out: Console) -> None:
    """Print the rates, most frequent first."""
    table = Table("indicator", "ads", "share", "for example", title=f"{rates.ads} ads", title_justify="left")
    for indicator, count in sorted(rates.counts.items(), key=lambda item: (-item[1], item[0])):
        share = f"{count / rates.ads:.4f}" if rates.ads else "-"
        table.add_row(indicator, str(count), share, "\n".join(rates.examples.get(indicator, [])).replace("[", "\\["))
    out.print(table)
    if rates.without_words:
        out.print(f"{rates.without_words} ads had no words and are not counted")
