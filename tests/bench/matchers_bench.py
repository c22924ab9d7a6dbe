"""The same phrases and the same ads for other matchers: what each takes, and what it cannot tell.

The others look for phrases only, in text that is made plain for them first (words folded and apart by one space),
which is timed as well. Leadlight does everything: it folds, puts slots together, heeds guards, looks behind disguises,
and says where in the original text the words stand. Everything is measured on ads that were seen before.
"""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from figures import Figure, cpu_seconds_of, in_turn
from wording_rules import RULES, ordinary_ads, pack_of

from leadlight.wording.compile import Compiled
from leadlight.wording.engine import Engine
from leadlight.wording.phrases import END, INSIDE, START, Gap, Variant

FEW = 1_500
ADS = 40
AD_LENGTH = 4_000
ROUNDS = 5
TABLE = Path("build/matchers.md")
ANY = "[^ \n]*"
"""Letters of a word in the plain text. A sentence ends with a line feed that stands for a word."""

Look = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Something that looks for phrases in plain text. `tells` says what its answer holds."""

    name: str
    tells: str
    build: Callable[[Sequence[str]], Look]


def with_re(patterns: Sequence[str]) -> Look:
    """One pattern of all: Python's `re` has no set of patterns."""
    whole = re.compile("|".join(patterns))
    return lambda text: [found.span() for found in whole.finditer(text)]


def with_re2_set(patterns: Sequence[str]) -> Look:
    """google-re2's set: which patterns occur."""
    import re2

    options = re2.Options()
    options.max_mem = 1 << 30
    chosen = re2.Set.SearchSet(options)
    for pattern in patterns:
        chosen.Add(pattern)
    chosen.Compile()
    return chosen.Match


def with_hyperscan(flag: str) -> Callable[[Sequence[str]], Look]:
    """Hyperscan (Vectorscan): every place where a pattern ends, and with SOM_LEFTMOST also where it starts."""

    def build(patterns: Sequence[str]) -> Look:
        import hyperscan

        database = hyperscan.Database()
        flags = hyperscan.HS_FLAG_UTF8 | getattr(hyperscan, flag)
        database.compile(
            expressions=[pattern.encode() for pattern in patterns],
            ids=list(range(len(patterns))),
            elements=len(patterns),
            flags=flags,
        )
        found: list[Any] = []
        note = found.append

        def look(text: str) -> object:
            found.clear()
            database.scan(text.encode(), match_event_handler=lambda number, start, end, *_: note((number, start, end)))
            return found

        return look

    return build


OTHERS = (
    Matcher("`re`, one alternation", "places; phrases that overlap are lost", with_re),
    Matcher("google-re2, a set", "which phrases, no places", with_re2_set),
    Matcher("Hyperscan", "phrases and ends", with_hyperscan("HS_FLAG_SINGLEMATCH")),
    Matcher("Hyperscan with starts", "phrases and places", with_hyperscan("HS_FLAG_SOM_LEFTMOST")),
)


def side_by_side() -> Iterable[Figure]:
    """CPU of other matchers ÷ Leadlight's, on 4 KB ads and the same 1,500 phrases; writes the table of the docs."""
    compiled = pack_of(FEW)
    ads = list(islice(ordinary_ads(AD_LENGTH), ADS))
    start = time.process_time()
    engine = Engine(compiled.pack, characters=RULES.characters)
    rows: list[tuple[Any, ...]] = [
        ("Leadlight", time.process_time() - start, None, None, 1.0, "signs and places in the original text")
    ]
    patterns = list(dict.fromkeys(patterns_of(compiled)))
    plain = _plain_text()
    plain_ads = [plain(ad) for ad in ads]
    ours_us = 0.0
    for other in OTHERS:
        start = time.process_time()
        try:
            look = other.build(patterns)
        except ImportError:
            rows.append((other.name, None, None, None, None, "not installed here"))
            continue
        build_s = time.process_time() - start
        for text in plain_ads:
            look(text)
        alone = cpu_seconds_of(lambda look=look: [look(text) for text in plain_ads])
        theirs, ours, ratio = in_turn(
            lambda look=look: cpu_seconds_of(lambda: [look(plain(ad)) for ad in ads]),
            lambda: cpu_seconds_of(lambda: [engine.match([("text", ad)]) for ad in ads]),
            rounds=ROUNDS,
        )
        ours_us = ours / ADS * 1e6
        rows.append((other.name, build_s, alone / ADS * 1e6, theirs / ADS * 1e6, ratio, other.tells))
        name = "match.vs_" + re.sub(r"\W+", "_", other.name.lower()).strip("_")
        yield Figure(name, ratio, "×", "", theirs / ADS * 1e6, ours_us, "µs")
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("\n".join(_table(rows, ours_us, len(patterns))) + "\n", "utf-8")


def _table(rows: Sequence[tuple[Any, ...]], ours_us: float, patterns: int) -> Iterable[str]:
    what = f"{FEW:,} phrases ({patterns:,} patterns), {ADS} ads of 4 KB"
    yield f"| {what} | building | phrases alone | all | ÷ Leadlight | tells |"
    yield "|---|---:|---:|---:|---:|---|"
    for name, build_s, alone, everything, ratio, tells in rows:
        all_us = ours_us if ratio == 1.0 else everything
        cells = (
            _cell(build_s, "{:.2f} s"),
            _cell(alone, "{:,.0f} µs"),
            _cell(all_us, "{:,.0f} µs"),
            _cell(ratio, "{:.1f}"),
        )
        yield f"| {name} | {' | '.join(cells)} | {tells} |"


def _cell(value: float | None, form: str) -> str:
    return "–" if value is None else form.format(value)


def _plain_text() -> Callable[[str], str]:
    """Folded words apart by one space, a line feed where a sentence ends; every word is folded once."""
    characters = RULES.characters
    known: dict[str, str] = {"": "\n"}

    def plain(text: str) -> str:
        words = [""]
        for word in characters.word_or_break.findall(text):
            folded = known.get(word)
            if folded is None:
                folded = known[word] = characters.fold(word)
            words.append(folded)
        return " ".join(words) + " "

    return plain


def patterns_of(compiled: Compiled) -> Iterable[str]:
    """The phrases as patterns for plain text."""
    for slot in compiled.slots:
        for variant in dict.fromkeys(one for phrase in slot.variants for one in phrase):
            yield _pattern(variant)


def _pattern(variant: Variant) -> str:
    parts = [" "]
    for element in variant:
        if isinstance(element, Gap):
            parts.append(f"(?:[^ \n]+ ){{0,{element.most}}}")
            continue
        words = (
            (ANY if atom.kind in (END, INSIDE) else "")
            + re.escape(atom.text)
            + (ANY if atom.kind in (START, INSIDE) else "")
            for atom in sorted(element.atoms)
        )
        parts.append(f"(?:{'|'.join(words)}) ")
    return "".join(parts)


MEASURES: dict[str, Callable[[], Iterable[Figure]]] = {"match.vs": side_by_side}
