"""What one worker weighs after 200,000 mixed checks, beside what it weighed when it was warm."""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator

import orjson
from checks_bench import ads_of_4k
from figures import Figure, Measure
from load import post, send
from servers import leadlight

CHECKS = 200_000
WARM = 40_000
TOGETHER = 2_000
NEW_OF_100 = 4
KNOWN = 1_000
"""Most checks are repeats, as with real readers; the new ones fill every cache to its bound."""


def flat() -> Iterable[Figure]:
    """Memory of a worker after all checks ÷ its memory after the first 40,000."""
    dice, new = random.Random(200), requests()
    known = list(itertools.islice(new, KNOWN))
    # Meaning is read in processes of its own.
    with leadlight(LEADLIGHT_MEANING_BUDGET_MS="0") as server:
        warm = 0.0
        for done in range(0, CHECKS, TOGETHER):
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
