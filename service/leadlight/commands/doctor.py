"""`leadlight doctor`: looks at settings, stores, rules, registers and clock, and says what to do."""

import enum
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import typer
from rich.table import Table

from leadlight.bundled import shared_rules_folder
from leadlight.commands.table_console import table_console
from leadlight.errors import LeadlightError
from leadlight.registers.source import CopyState, load_sources
from leadlight.settings import BadSettings, Settings, read_secret_key, read_settings, variable
from leadlight.storage.database import open_database
from leadlight.storage.embedded import start_valkey
from leadlight.storage.examine import examine_redis
from leadlight.wording.load import load_rules

FREE_BYTES = 1_000_000_000
"""Less free space is told. A million ads take some 600 MB, and a store that is full refuses every write."""

CLOCK_OFF_S = 5.0
"""A larger difference between two clocks is told: days would change at different times for different workers."""


class State(enum.StrEnum):
    """How one thing is."""

    WELL = "well"
    LOOK = "look at this"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at. `to_do` is empty when it is well."""

    what: str
    state: State
    said: str
    to_do: str = ""


def doctor() -> None:
    """Look at the installation and say what to do. The exit code is 1 when something is broken."""
    seen = list(examine())
    table = Table("what", "state", "what was seen", "what to do", box=None)
    for one in seen:
        table.add_row(one.what, one.state.value, one.said, one.to_do)
    table_console().print(table, markup=False)
    if any(one.state is State.BROKEN for one in seen):
        raise typer.Exit(1)


def examine() -> Iterator[Seen]:
    """Look at everything, one after the other; what cannot be looked at costs only itself."""
    try:
        settings = read_settings()
    except BadSettings as error:
        for line in str(error).splitlines():
            yield Seen("settings", State.BROKEN, line, "Correct this variable, or unset it.")
        return
    yield Seen("settings", State.WELL, "every LEADLIGHT_ variable is known and in its range")
    for look in (_network, _data_folder, _secret, _database, _cache, _rules):
        yield from _settled(look, settings)


def _settled(look: Callable[[Settings], Iterator[Seen]], settings: Settings) -> Iterator[Seen]:
    what = look.__name__.strip("_").replace("_", " ")
    try:
        yield from look(settings)
    except (LeadlightError, OSError, ValueError) as error:
        yield Seen(what, State.BROKEN, str(error), _REMEDIES[what])


_REMEDIES = {
    "network": "",
    "data folder": f"Make the folder writable for this user, or set {variable('data_dir')} to one that is.",
    "secret": f"Set {variable('secret_key')}, or make the data folder writable for this user.",
    "database": f"Start the database, or correct {variable('database_url')}. Until then the service checks the "
    "wording alone.",
    "cache": f"Start the server, or correct {variable('redis_url')}. Until then nothing is shared among workers.",
    "rules": f"Put the file right, or unset {variable('rules_dir')} to use the rules that ship with Leadlight.",
}


def _network(settings: Settings) -> Iterator[Seen]:
    local = settings.host in ("127.0.0.1", "::1", "localhost")
    if settings.trusted_proxies or local:
        whose = f"believes {len(settings.trusted_proxies)} proxies" if settings.trusted_proxies else "no proxy"
        to_do = "" if settings.trusted_proxies else f"Behind a proxy, name it in {variable('trusted_proxies')}."
        yield Seen("network", State.WELL, f"listens on {settings.host}:{settings.port}, {whose}", to_do)
    else:
        yield Seen(
            "network",
            State.LOOK,
            f"listens on {settings.host}:{settings.port} without a proxy in front",
            f"Put a proxy with TLS in front, and name it in {variable('trusted_proxies')}.",
        )


def _data_folder(settings: Settings) -> Iterator[Seen]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    probe = settings.data_dir / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    free = shutil.disk_usage(settings.data_dir).free
    well = free >= FREE_BYTES
    yield Seen(
        "data folder",
        State.WELL if well else State.LOOK,
        f"{settings.data_dir} can be written, {free / 1e9:.1f} GB free",
        "" if well else "Make room, before the database cannot write any more.",
    )


def _secret(settings: Settings) -> Iterator[Seen]:
    read_secret_key(settings)
    given = bool(settings.secret_key.get_secret_value())
    where = variable("secret_key") if given else str(settings.data_dir)
    to_do = "" if given else "Keep a copy of the key: without it, links between the ads seen so far are lost."
    yield Seen("secret", State.WELL, f"read from {where}", to_do)


def _database(settings: Settings) -> Iterator[Seen]:
    with open_database(settings.database) as database:
        database.try_writing()
        yield Seen("database", State.WELL, f"{database.engine_name}, {database.sightings.count():,} ads remembered")
        yield _clock("database", database.clock_ahead_s())
        loaded = {one.register_id: one.as_of for one in database.registers.snapshots()}
    today = _today()
    for source in load_sources().values():
        state = source.state_of_copy(loaded.get(source.id), today)
        if state is CopyState.TOO_OLD:
            yield Seen(
                f"register {source.id}",
                State.LOOK,
                f"its copy of {loaded[source.id]} is too old: checks say so",
                f"`leadlight registers show {source.id}` says how to bring a new copy, from {source.data.page}",
            )
    used = [one for one in loaded if one in load_sources()]
    yield Seen("registers", State.WELL, f"{len(used)} of {len(load_sources())} have a copy", "")


def _cache(settings: Settings) -> Iterator[Seen]:
    if not settings.cache_seconds:
        yield Seen("cache", State.WELL, "turned off")
        return
    if not settings.redis_url:
        with start_valkey(settings.data_dir) as server:
            if server.url:
                yield Seen("cache", State.WELL, "the Valkey that Leadlight brings along starts")
            else:
                yield Seen("cache", State.LOOK, server.reason, f"Set {variable('redis_url')}, or use one worker.")
        return
    health = examine_redis(settings.redis_url)
    yield Seen("cache", State.WELL, f"version {health.version}")
    if not health.memory_cap or health.eviction == "noeviction":
        yield Seen(
            "cache memory",
            State.LOOK,
            f"cap {health.memory_cap or 'none'}, {health.eviction}",
            "Set maxmemory and maxmemory-policy allkeys-lru: a cache that is full refuses.",
        )
    if health.saves:
        yield Seen("cache disk", State.LOOK, "it writes to a disk", 'Set save "" and appendonly no: it is a cache.')
    if not health.encrypted:
        yield Seen("cache line", State.LOOK, "not encrypted", f"Use rediss:// in {variable('redis_url')}.")
    yield _clock("cache", health.clock_ahead_s)


def _rules(settings: Settings) -> Iterator[Seen]:
    rules = load_rules(settings.rules_dir or shared_rules_folder())
    yield Seen("rules", State.WELL, f"{len(rules.indicators)} indicators, version {rules.version}")
    made_on = str(rules.pack.get("as_of") or rules.version)[:10].replace(".", "-")
    if made_on[:4].isdigit() and made_on > _today().isoformat():
        yield Seen(
            "clock", State.BROKEN, f"it says {_today()}, before the rules were made", "Set the clock of this machine."
        )


def _clock(whose: str, ahead_s: float) -> Seen:
    what = f"clock of the {whose}"
    if abs(ahead_s) <= CLOCK_OFF_S:
        return Seen(what, State.WELL, "as this machine's")
    return Seen(what, State.LOOK, f"{ahead_s:+.0f} s from this machine's", "Let both machines keep time (NTP).")


def _today() -> date:
    return datetime.now(UTC).date()
