"""What a check costs over HTTP, beside the plainest FastAPI app. Server CPU time, so the load generator is free."""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import orjson
from figures import Figure, Measure, in_turn
from load import get, post, send
from servers import Server, baseline, leadlight

AD = Path(__file__).with_name("ad_4k.txt").read_text("utf-8")
CORPUS = Path(__file__).parents[2] / "shared_rules/corpus"
AD_BYTES = 4096
REQUESTS = 400
"""A round: enough that the 10 ms steps of a process's CPU clock are below 3 % of it."""


def uncached_over_echo() -> Iterable[Figure]:
    """CPU of a check of 4 KB that nobody asked before ÷ CPU of echoing as much."""
    ads = ads_of_4k()

    def new_ads() -> list[bytes]:
        return [post("/v1/check", orjson.dumps({"text": ad})) for ad in itertools.islice(ads, REQUESTS)]

    same_ad = [post("/echo", orjson.dumps({"text": AD}))] * REQUESTS
    with leadlight() as ours, baseline() as theirs:
        send(ours.port, new_ads())
        send(theirs.port, same_ad)
        a, b, ratio = in_turn(lambda: cpu_of(ours, new_ads()), lambda: cpu_of(theirs, same_ad))
    return [Figure("check.uncached_over_echo", ratio, "× CPU", "<= 8", a * 1e6, b * 1e6, "µs")]


def ads_of_4k() -> Iterator[str]:
    """Different ads without end: sentences of honest ads in ever new order, each with a phone number of its own."""
    lines = [line for name in ("ordinary", "near_miss") for line in (CORPUS / name / "en.jsonl").open("rb")]
    sentences = [s for line in lines for s in orjson.loads(line)["text"].split(". ") if s.strip()]
    dice = random.Random(4096)
    for number in itertools.count():
        ad = f"Call +44 20 7946 {number % 10_000:04d} or write to jobs{number}@example.org"
        while len(ad) < AD_BYTES:
            ad += ". " + dice.choice(sentences)
        yield ad[:AD_BYTES]


def cached_over_redis_get() -> Iterable[Figure]:
    """Requests a second of CPU of a cached check ÷ those of a bare endpoint doing one Redis GET."""
    cached = [post("/v1/check", orjson.dumps({"text": AD}))] * REQUESTS * 4
    bare = [get("/redis")] * REQUESTS * 4
    with leadlight() as ours, baseline() as theirs:
        heads = send(ours.port, cached)
        assert b"leadlight; hit" in heads[-1], "the ad was not answered from the cache"
        send(theirs.port, bare)
        a, b, ratio = in_turn(lambda: 1 / cpu_of(ours, cached), lambda: 1 / cpu_of(theirs, bare))
    return [Figure("check.cached_over_redis_get", ratio, "× requests/s", ">= 2", a, b, "requests/s of CPU")]


def redis_over_redis_get() -> Iterable[Figure]:
    """The same when only Redis holds the answer: another worker made it, and this one never saw the ad."""
    rounds = 5
    ads = ads_of_4k()
    parts = [
        [post("/v1/check", orjson.dumps({"text": ad})) for ad in itertools.islice(ads, REQUESTS)]
        for _ in range(rounds + 1)
    ]
    bare = [get("/redis")] * REQUESTS
    unseen = iter(parts)
    # Meaning that was not read in time would make an answer that nobody keeps.
    plain = {"LEADLIGHT_MEANING_BUDGET_MS": "0", "LEADLIGHT_CACHE_SECONDS": "3600"}
    with leadlight(**plain) as maker, leadlight(maker.data_folder, **plain) as ours, baseline() as theirs:
        for part in parts:
            send(maker.port, part)
        heads = send(ours.port, next(unseen))
        hits = sum(b"leadlight; hit" in head for head in heads)
        assert hits > REQUESTS * 0.98, f"only {hits} of the other worker's answers were found in Redis"
        send(theirs.port, bare)
        a, b, ratio = in_turn(lambda: 1 / cpu_of(ours, next(unseen)), lambda: 1 / cpu_of(theirs, bare), rounds=rounds)
    return [Figure("check.redis_over_redis_get", ratio, "× requests/s", ">= 0.8", a, b, "requests/s of CPU")]


def cpu_of(server: Server, requests: list[bytes]) -> float:
    """CPU seconds of the server for one of these requests."""
    before = server.cpu_s()
    send(server.port, requests)
    return (server.cpu_s() - before) / len(requests)


MEASURES: dict[str, Measure | Callable[[], Iterable[Figure]]] = {
    "check.uncached_over_echo": uncached_over_echo,
    "check.cached_over_redis_get": cached_over_redis_get,
    "check.redis_over_redis_get": redis_over_redis_get,
}
