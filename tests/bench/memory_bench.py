"""What one worker holds after 200,000 mixed checks, beside what it held when it was warm."""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator

import orjson
from checks_bench import ads_of_4k
from figures import Figure, Measure
from load import post, send
from servers import leadlight

WARM = 100_000
"""Checks until the worker's memories of words and of answers are mostly full."""

CHECKS = 200_000
CACHE_SECONDS = 60
"""Answers come and go within the run, as they do within a day."""

TOGETHER = 2_000
NEW_OF_100 = 4
KNOWN = 1_000
"""Most checks are repeats, as with real readers; the new ones fill every cache to its bound."""


def flat() -> Iterable[Figure]:
    """Memory of a worker after 200,000 checks ÷ its memory when they began, after 100,000 others."""
    dice, new = random.Random(200), requests()
    known = list(itertools.islice(new, KNOWN))
    # Meaning is read in processes of its own.
    settings = {"LEADLIGHT_MEANING_BUDGET_MS": "0", "LEADLIGHT_CACHE_SECONDS": str(CACHE_SECONDS)}
    with leadlight(**settings) as server:
        warm = 0.0
        for done in range(0, WARM + CHECKS, TOGETHER):
            if done == WARM:
                warm = server.memory_mb()
            send(
                server.port,
                [next(new) if dice.randrange(100) < NEW_OF_100 else dice.choice(known) for _ in range(TOGETHER)],
            )
        end = server.memory_mb()
    return [Figure("memory.after_200000_checks", end / warm, "× when warm", "<= 1.05", end, warm, "MB")]


def requests() -> Iterator[bytes]:
    """Different requests without end: words, fields and pages, from readers of three languages."""
    for number, ad in enumerate(ads_of_4k()):
        fields: dict[str, object] = {"language": ("en", "de", "pl")[number % 3]}
        if number % 50 == 0:
            fields["html"] = f"<main><h1>Cook</h1><p>{ad}</p></main>"
        elif number % 5 == 0:
            fields["posting"] = {"title": "Cook", "description": ad}
        else:
            fields["text"] = ad
        yield post("/v1/check", orjson.dumps(fields))


MEASURES: dict[str, Measure | Callable[[], Iterable[Figure]]] = {"memory.after_200000_checks": flat}
