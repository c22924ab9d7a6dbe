"""What matching costs beside splitting the same text into words, in Python and in JavaScript."""

import gzip
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from figures import Figure, Measure, cpu_seconds_of, in_turn, ratio_of_calls
from meaning_bench import ORDINARY
from wording_rules import RULES, hostile_ads, ordinary_ads, pack_of, thinned_pack_of

from leadlight.meaning.corpus import read_ordinary
from leadlight.wording.compile import pack_json
from leadlight.wording.engine import Engine

HERE = Path(__file__).parent
AD = (HERE / "ad_4k.txt").read_text("utf-8")
FEW, MANY = 1_500, 10_000
UNSEEN_ADS = 400
REAL_ADS = 60
STARTS = 7
JAVASCRIPT = HERE / "wording_bench.mjs"


@cache
def engine_of(phrases: int) -> Engine:
    """An engine of about so many phrases."""
    return Engine(pack_of(phrases).pack, characters=RULES.characters)


def match(engine: Engine, text: str) -> object:
    """Match one text."""
    return engine.match([("text", text)])


def over_split() -> Iterable[Figure]:
    """A 4 KB ad: match ÷ str.split, CPU."""
    engine = engine_of(FEW)
    yield ratio_of_calls("match.4k_over_split", lambda: match(engine, AD), AD.split, goal="<= 8")


def over_split_with_all_rules() -> Iterable[Figure]:
    """The same ad under every rule that ships, which are many more than 1,500 phrases."""
    phrases = sum(len(slot.phrases) for slot in RULES.slots)
    name = f"match.4k_over_split_all_{phrases}"
    yield ratio_of_calls(name, lambda: match(RULES.engine, AD), AD.split, goal="")


def over_split_in_a_crowd() -> Iterable[Figure]:
    """The same over 200 different ads in turn, which pushes words out of the processor's caches."""
    engine = engine_of(FEW)
    ads = list(islice(ordinary_ads(len(AD)), 200))
    yield ratio_of_calls(
        "match.many_ads_over_split",
        lambda: [match(engine, ad) for ad in ads],
        lambda: [ad.split() for ad in ads],
        goal="",
    )


def unseen() -> Iterable[Figure]:
    """Ads that the engine never saw, each once, from an empty memory: megabytes of UTF-8 a second of CPU."""
    ads = list(islice(ordinary_ads(len(AD)), UNSEEN_ADS))
    size = sum(len(ad.encode()) for ad in ads)
    pack = pack_of(FEW).pack

    def seconds() -> float:
        engine = Engine(pack, characters=RULES.characters)
        start = time.process_time()
        for ad in ads:
            match(engine, ad)
        return time.process_time() - start

    seconds()
    best = min(seconds() for _ in range(3))
    yield Figure("match.unseen_mb_s", size / best / 1e6, "MB/s", ">= 7", None, None)


def growth() -> Iterable[Figure]:
    """The same ads under 10,000 phrases and under 1,500 of the same rules, thinned in equal parts.

    A rule costs something however few phrases it has, so whole rules would compare four rules with thirty: that is
    the second figure, without a goal. Then the first again on each file of real
    ads that LEADLIGHT_BENCH_ORDINARY names.
    """
    made_up = list(islice(ordinary_ads(len(AD)), 50))
    thinned = Engine(thinned_pack_of(FEW, MANY).pack, characters=RULES.characters)
    yield _growth("match.growth_10k", made_up, thinned, goal="<= 1.3")
    yield _growth("match.growth_10k_rules", made_up, engine_of(FEW), goal="")
    for path in (Path(path) for path in os.environ.get(ORDINARY, "").split(os.pathsep) if path):
        real = [ad.text[: len(AD)] for ad in read_ordinary([path], at_most=REAL_ADS)]
        yield _growth(f"match.growth_10k_{path.name.split('.')[0]}", real, thinned, goal="")


def _growth(name: str, ads: Sequence[str], few: Engine, *, goal: str) -> Figure:
    many = engine_of(MANY)
    return ratio_of_calls(
        name, lambda: [match(many, ad) for ad in ads], lambda: [match(few, ad) for ad in ads], goal=goal
    )


def worst() -> Iterable[Figure]:
    """The dearest of many hostile ads ÷ the ordinary ad of the same length."""
    engine = engine_of(FEW)
    ads = hostile_ads(RULES, len(AD))
    cost = {name: min(cpu_seconds_of(lambda t=text: match(engine, t), at_least_s=0.02) for _ in range(2))
            for name, text in ads.items()}  # fmt: skip
    dearest = ads[max(cost, key=cost.__getitem__)]
    a, b, ratio = in_turn(
        lambda: cpu_seconds_of(lambda: match(engine, dearest)), lambda: cpu_seconds_of(lambda: match(engine, AD))
    )
    yield Figure("match.worst_over_ordinary", ratio, "×", "<= 20", a * 1e6, b * 1e6, "µs")


def pack_size() -> Iterable[Figure]:
    """The pack as the extension ships it, gzipped."""
    size = len(gzip.compress(pack_json(pack_of(FEW).pack).encode(), 9))
    yield Figure("pack.gz_kb", size / 1000, "KB", "<= 60", None, None)


def javascript() -> Iterable[Figure]:
    """The engine of the extension in node: building, the first ad, and a warm match ÷ split, in one run."""
    with TemporaryDirectory() as folder:
        pack, ad = Path(folder) / "pack.json", Path(folder) / "ad.txt"
        pack.write_text(pack_json(pack_of(FEW).pack), "utf-8")
        ad.write_text(AD, "utf-8")
        figures = _node(pack, ad)
        # Each start is measured once in its process; of several, the median.
        starts = [_node(pack, ad, "cold") for _ in range(STARTS)]
    build_ms, first_ms = (statistics.median(start[name] for start in starts) for name in ("build_ms", "first_ms"))
    yield Figure("match.js_over_split", figures["ratio"], "×", "<= 15", figures["match_us"], figures["split_us"], "µs")
    yield Figure("match.js_build_ms", build_ms, "ms", "<= 15", None, None)
    yield Figure("match.js_first_ad_ms", first_ms, "ms", "<= 10", None, None)


def _node(*arguments: object) -> dict[str, float]:
    command = ["node", str(JAVASCRIPT), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


MEASURES: dict[str, Measure | Callable[[], Iterable[Figure]]] = {
    "match.4k_over_split": over_split,
    "match.4k_over_split_all": over_split_with_all_rules,
    "match.many_ads_over_split": over_split_in_a_crowd,
    "match.unseen_mb_s": unseen,
    "match.growth_10k": growth,
    "match.worst_over_ordinary": worst,
    "pack.gz_kb": pack_size,
    "match.js": javascript,
}
