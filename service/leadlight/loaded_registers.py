"""Which copies of the registers are loaded, and how old they are."""

import logging
import random
import time
from collections.abc import Mapping, Sequence
from datetime import date

from leadlight.api.state import RegisterAge
from leadlight.errors import SourceChanged, StoreUnavailable
from leadlight.registers.ports import AlarmBook
from leadlight.registers.refresh import load_shipped
from leadlight.registers.source import RegisterSource
from leadlight.storage.database import Database

TRIES = 8
PAUSE_S = (0.1, 0.5)

log = logging.getLogger(__name__)


def load_shipped_registers(database: Database, sources: Mapping[str, RegisterSource]) -> None:
    """Load the copies that ship with Leadlight, unless newer ones are there. One that cannot be loaded is logged."""
    for _ in range(TRIES):
        try:
            load_shipped(database.registers, sources)
            return
        except SourceChanged as error:
            # The other checks do not need it; the register check says that it has no snapshot.
            log.error("a register that ships with Leadlight was not loaded: %s", error)
            return
        except StoreUnavailable as error:
            # Workers that start together on a new database load the same registers: the one that comes second tries
            # again and finds them loaded. A database that is down stays down for the next tries too.
            last = error
            time.sleep(random.uniform(*PAUSE_S))  # noqa: S311 - only spreads the workers
    raise last


def register_dates(database: Database) -> Mapping[str, date]:
    """Date of each loaded copy by register.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    return {snapshot.register_id: snapshot.as_of for snapshot in database.registers.snapshots()}


def register_ages(database: Database, sources: Mapping[str, RegisterSource], book: AlarmBook) -> Sequence[RegisterAge]:
    """Every register with its copy, where one is loaded, and its alarm, where one is raised.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    loaded = {snapshot.register_id: snapshot for snapshot in database.registers.snapshots()}
    alarms = {alarm.register_id: alarm for alarm in book.alarms()}
    return [
        RegisterAge(
            source=source,
            as_of=loaded[source.id].as_of if source.id in loaded else None,
            rows=loaded[source.id].rows if source.id in loaded else None,
            alarm=alarms.get(source.id),
        )
        for source in sources.values()
    ]
