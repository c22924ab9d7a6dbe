"""Puts the rooms together. The only file that knows every room."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import orjson
from fastapi import FastAPI, Request

from leadlight import __version__
from leadlight.admitting import open_admission
from leadlight.api import health, helplines, lookups, problems, registers, reports, rules
from leadlight.api.check import CheckPath
from leadlight.api.check_route import CheckFirst, CheckRoute, read_request
from leadlight.api.counted_reads import CountedReads
from leadlight.api.counted_requests import CountedRequests
from leadlight.api.fair_queue import FairQueue
from leadlight.api.limits import Limits
from leadlight.api.openapi import describe
from leadlight.api.remembering import Remembering, Seen, keep_links
from leadlight.api.state import ApiState
from leadlight.api.tally import Tally
from leadlight.bundled import shared_rules_folder
from leadlight.contacts.check import check_contact
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Sighting
from leadlight.contacts.recent import RecentSightings
from leadlight.contacts.safelist import Safelist, load_safelist
from leadlight.contacts.sighting import sighting_of
from leadlight.desk.pages import desk_routes
from leadlight.desk.samples import load_samples
from leadlight.desk.staff_state import StaffState
from leadlight.desk.state import DeskState
from leadlight.errors import StoreUnavailable
from leadlight.fetch.client import Fetcher
from leadlight.fetch.limits import Limits as FetchLimits
from leadlight.fetch.page_reader import PageReader
from leadlight.fetch.refresh_process import refresh_on_time
from leadlight.findings import Check
from leadlight.followed_rules import FollowedRules, pack_of, with_rules
from leadlight.gauges import read_gauges
from leadlight.loaded_registers import load_shipped_registers, register_ages, register_dates
from leadlight.meaning.opening import open_second_reader
from leadlight.meaning.second_reader import SecondReader
from leadlight.postings.model import Posting
from leadlight.registers.check import check_register
from leadlight.registers.source import RegisterSource, load_sources
from leadlight.registers.where import country_of_language
from leadlight.report_box import open_report_box
from leadlight.screening.explain import Versions
from leadlight.screening.gather import CheckRun
from leadlight.screening.helplines import load_helplines
from leadlight.screening.screen import Screening
from leadlight.screening.texts import load_texts
from leadlight.settings import Settings, read_former_secrets, read_secret_key
from leadlight.storage.cache import VerdictCache
from leadlight.storage.database import Database, open_database
from leadlight.storage.dependents import Dependents
from leadlight.storage.embedded import EmbeddedValkey, start_valkey
from leadlight.storage.once import OnceCache
from leadlight.storage.register_alarms import FileAlarmBook
from leadlight.upkeep import StaffUpkeep
from leadlight.warming import warm_up
from leadlight.wording.load import RuleSet, load_rules
from leadlight.wording.readable import check_readable_wording

log = logging.getLogger(__name__)

STORE_THREADS = 16
"""Threads that wait for the database: two for each of eight checks at a time, more than SQLite answers at once."""

MOST_WAITING = 1_000
"""Checks of one kind that wait for their turn in one worker; at 5 ms each the last of them waits five seconds."""

WAIT_FOR_TURN_S = 10.0
"""Longer than any reader watches a page that does nothing."""

UPKEEP_EVERY_S = 60
"""How late a register snapshot that another process loaded changes the versions in answers and cache keys."""


@dataclass(slots=True)
class Service:
    """A running Leadlight without its web server: what the application and the terminal commands share."""

    settings: Settings
    rules: RuleSet
    keys: KeyRing
    safelist: Safelist
    staff_upkeep: StaffUpkeep
    sources: Mapping[str, RegisterSource]
    database: Database
    cache: VerdictCache
    valkey: EmbeddedValkey
    fetcher: Fetcher
    reader: PageReader
    executor: ThreadPoolExecutor
    checks: Mapping[Check, CheckRun]
    second_reader: SecondReader | None
    api: ApiState
    desk: DeskState

    @property
    def check_path(self) -> CheckPath:
        """The request path of a check."""
        return self.api.check_path

    def sighting(self, posting: Posting) -> Sighting:
        """What is remembered of an ad that is seen today."""
        return sighting_of(posting, self.keys, day=_today(), safelist=self.safelist)

    def keep_up(self) -> None:
        """Take over register snapshots that were loaded meanwhile, forget what is too old, look for alerts.

        Raises:
            StoreUnavailable: the database did not answer; what is left is done the next time.
        """
        dates = register_dates(self.database)
        self.check_path.renew(lambda old: replace(old, versions=replace(old.versions, registers=dates)))
        self.database.sightings.forget_before(_today() - timedelta(days=self.settings.sighting_retention_days))
        self.database.links.forget_before(_today() - timedelta(days=self.settings.flagged_link_days))
        self.database.reports.forget_before(_today() - timedelta(days=self.settings.report_retention_days))
        self.staff_upkeep.run(_today())

    async def aclose(self) -> None:
        """Finish what is under way and close everything, in the reverse order of opening."""
        await self.check_path.settle()
        await self.fetcher.aclose()
        await self.reader.aclose()
        if self.second_reader:
            self.second_reader.close()
        await self.cache.aclose()
        self.valkey.stop()
        self.executor.shutdown()
        self.database.close()


def build_service(settings: Settings, *, with_cache: bool = True) -> Service:
    """Load the rules, open the stores and put the request path together.

    Args:
        settings: the deployment's settings.
        with_cache: start or connect the verdict cache, and read meaning in processes of their own; commands that
            check an ad once need neither.

    Raises:
        BadSettings: the data folder or the secret key cannot be used.
        RuleError: a rule or text file is wrong; names file and line.
        SourceChanged: a register's source.yml is wrong.
        StoreUnavailable: the database cannot be opened.
    """
    folder = settings.rules_dir or shared_rules_folder()
    rule_set, texts, sources = load_rules(folder), load_texts(folder / "texts"), load_sources()
    all_helplines, safelist = load_helplines(folder / "helplines.yml"), load_safelist(folder)
    keys = KeyRing(read_secret_key(settings), former=read_former_secrets(settings))
    database = open_database(settings.database)
    load_shipped_registers(database, sources)
    start = with_cache and not settings.redis_url
    valkey = start_valkey(settings.data_dir) if start else EmbeddedValkey(url="")
    address = (settings.redis_url or valkey.url) if with_cache else ""
    cache = VerdictCache(
        address,
        keys.derive("verdict cache"),
        cluster=settings.redis_cluster and bool(settings.redis_url),
        answer_within_s=settings.redis_budget_ms / 1000,
    )
    executor = ThreadPoolExecutor(STORE_THREADS, thread_name_prefix="leadlight-store")
    second_reader, tally = _second_reader(settings, rule_set, here=not with_cache), Tally()
    recent = RecentSightings(keys, safelist)
    runs: Mapping[Check, CheckRun] = {
        Check.WORDING: partial(check_readable_wording, rules=rule_set),
        Check.REGISTER: lambda posting: check_register(posting, database.registers, sources, today=_today()),
        Check.CONTACT: lambda posting: check_contact(
            posting, database.sightings, keys, today=_today(), safelist=safelist, own=recent.of(posting, _today())
        ),
    }
    screening = Screening(
        checks={check: tally.check_seconds.timed(run, check.value) for check, run in runs.items()},
        texts=texts,
        helplines=all_helplines,
        language_countries=country_of_language(),
        versions=Versions(
            service=__version__,
            rules=rule_set.version,
            registers=register_dates(database),
            meaning=second_reader.version if second_reader else "",
        ),
        budget_s=settings.check_budget_ms / 1000,
        executor=executor,
        second_reader=second_reader,
    )
    fetcher = Fetcher(
        allowed_test_hosts=frozenset(settings.fetch_test_hosts),
        contact_url=settings.contact_url,
        limits=FetchLimits(total_s=settings.fetch_budget_ms / 1000),
    )

    reader = PageReader(seconds=settings.read_budget_ms / 1000)

    def keep(batch: Sequence[Seen]) -> Sequence[tuple[bytes, Sequence[bytes]]]:
        today = _today()
        sightings = [recent.take(one.posting, today) for one in batch]
        database.sightings.remember_all([ad for ad, one in zip(sightings, batch, strict=True) if one.remember])
        keep_links(database.links, batch, today=today)
        return [(ad.ad_id, [contact.digest for contact in ad.fingerprints]) for ad in sightings]

    dependents = Dependents(cache, settings.cache_seconds)

    async def follow(seen: Seen, ad_id: bytes, contacts: Sequence[bytes]) -> None:
        if with_cache and settings.cache_seconds:
            await dependents.seen(seen.key, ad_id, contacts, remembered=seen.remember)

    check_path = CheckPath(
        screening=screening,
        cache=OnceCache(cache),
        fetcher=fetcher,
        reader=reader,
        cache_secret=keys.derive("verdict cache keys"),
        cache_seconds=settings.cache_seconds if with_cache else 0,
        remembering=Remembering(keep, executor, outcomes=tally.sightings, follow=follow),
        texts=FairQueue(settings.texts_at_once, waiting=MOST_WAITING, patience_s=WAIT_FOR_TURN_S),
        fetches=FairQueue(settings.fetches_at_once, waiting=MOST_WAITING, patience_s=WAIT_FOR_TURN_S),
        tally=tally,
    )
    admission = open_admission(settings, database, cache.line, keys.derive("askers"), executor)
    api = ApiState(
        admission=admission,
        check_path=check_path,
        helplines=all_helplines,
        pack=pack_of(rule_set),
        register_ages=partial(register_ages, database, sources, FileAlarmBook(settings.data_dir / "registers")),
        links=database.links,
        ping_database=database.ping,
        cache_state=cache.state if check_path.cache_seconds else lambda: "off",
        tally=tally,
        gauges=partial(read_gauges, check_path, database, cache),
        reports=open_report_box(settings, database, keys.derive("receipts of reports")),
    )

    def list_registers() -> Sequence[Mapping[str, Any]]:
        shaped = registers.shape_registers(api.register_ages(), today=_today())
        return [one.model_dump(mode="json") for one in shaped]

    async def check_fields(fields: Mapping[str, object], page: Request) -> bytes:
        request = read_request(orjson.dumps(fields))
        return (await check_path.answer(request, await admission.check(page.scope, fetched=request.is_fetched))).body

    desk = DeskState(
        check=check_fields,
        texts=texts,
        rules=rule_set,
        samples=load_samples(),
        registers=list_registers,
        body_limit_bytes=settings.body_limit_bytes,
        staff=_staff(settings, database),
    )
    return Service(
        settings,
        rule_set,
        keys,
        safelist,
        StaffUpkeep(settings, database, texts.of(settings.alert_mail_language).desk),
        sources,
        database,
        cache,
        valkey,
        fetcher,
        reader,
        executor,
        runs,
        second_reader,
        api,
        desk,
    )


def create_app(settings: Settings, *, service: Service | None = None) -> FastAPI:
    """Make the web application. Everything is opened when it starts and closed when it stops.

    Args:
        settings: the deployment's settings.
        service: one that is open already; the application closes it. None: opened at the start.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        running = service or build_service(settings)
        app.state.api, app.state.desk = running.api, running.desk
        # The reading processes take seconds to start; nobody waits for them unless a page comes first.
        jobs = (
            running.reader.start(),
            _keep_up(running),
            _refresh_registers(settings),
            _follow_rules(app, running),
        )
        background = [asyncio.create_task(job) for job in jobs]
        try:
            await warm_up(running.checks, running.second_reader, running.executor)
            yield
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            await running.aclose()

    app = FastAPI(title="Leadlight", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    # The last one added is the outermost: lengths are limited before anything is read.
    app.add_middleware(CountedReads)
    app.add_middleware(CheckFirst)
    app.add_middleware(
        Limits, body_limit_bytes=settings.body_limit_bytes, target_limit_bytes=settings.target_limit_bytes
    )
    app.add_middleware(CountedRequests)
    problems.install(app)
    describe(app)
    app.router.routes.append(CheckRoute())
    for room in (lookups, rules, registers, helplines, reports, health):
        app.include_router(room.router)
    app.router.routes.extend(desk_routes())
    return app


def _second_reader(settings: Settings, rules: RuleSet, *, here: bool) -> SecondReader | None:
    if settings.meaning_budget_ms == 0:
        return None
    return open_second_reader(
        {name: indicator.weight for name, indicator in rules.indicators.items()},
        model_folder=settings.meaning_model_dir,
        processes=settings.meaning_processes,
        budget_s=settings.meaning_budget_ms / 1000,
        here=here,
    )


async def _keep_up(service: Service) -> None:
    while True:
        try:
            await asyncio.get_running_loop().run_in_executor(service.executor, service.keep_up)
        except StoreUnavailable:
            log.warning("upkeep put off: the database does not answer")
        await asyncio.sleep(UPKEEP_EVERY_S)


async def _follow_rules(app: FastAPI, service: Service) -> None:
    """Swap changed rules in between two requests; what loads and checks them runs beside the event loop."""
    if service.settings.rules_dir is None:  # those that ship with Leadlight change with Leadlight
        return
    followed = FollowedRules(service.settings.rules_dir, service.rules)
    while True:
        await asyncio.sleep(service.settings.rules_look_seconds)
        texts = await asyncio.get_running_loop().run_in_executor(service.executor, followed.look)
        if texts is not None:
            service.rules = followed.rules
            service.api, service.desk = with_rules(service.api, service.desk, followed.rules, texts)
        elif service.api.rules_fault != followed.fault:
            service.api = replace(service.api, rules_fault=followed.fault)
        app.state.api, app.state.desk = service.api, service.desk


def _staff(settings: Settings, database: Database) -> StaffState | None:
    token = settings.staff_token.get_secret_value()
    return StaffState(token, database.clusters, database.alerts, database.reports) if token else None


def _refresh_registers(settings: Settings) -> Coroutine[None, None, None]:
    environment = {"LEADLIGHT_DATA_DIR": str(settings.data_dir), "LEADLIGHT_DATABASE_URL": settings.database}
    return refresh_on_time(settings.data_dir, environment, every_hours=settings.register_refresh_hours)


def _today() -> date:
    return datetime.now(UTC).date()
