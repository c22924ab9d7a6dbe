"""Whether a licensed agency has an approved job order for the country of an ad. In some countries both are needed."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from leadlight.registers.look_up import MOST_NEAR_ROWS, closest
from leadlight.registers.model import EntryStatus, RegisterEntry
from leadlight.registers.names import Likeness, exact_keys
from leadlight.registers.ports import RegisterStore


class JobOrder(StrEnum):
    """What the list of job orders says about an agency and a country."""

    APPROVED = "approved"
    USED_UP = "used_up"
    NONE = "none"


def scope_of(country: str, position: str, principal: str) -> str:
    """The scope of a row of a job-order list: the country first, then job and employer for people.

    >>> scope_of("QA", "Cleaner", "Doha Palace")
    'QA: Cleaner, Doha Palace'
    """
    return f"{country}: {', '.join(part for part in (position, principal) if part)}"


def job_order(
    store: RegisterStore, register_id: str, agencies: Sequence[RegisterEntry], countries: frozenset[str], today: date
) -> JobOrder:
    """Look for a job order of the agency in one of the countries of the ad.

    Args:
        store: where the list lies.
        register_id: the list of job orders.
        agencies: rows of the licence register that are this agency.
        countries: ISO 3166-1 of the work; not empty.
        today: the day of the question.

    Returns:
        `none` when the list was read and has none, which differs from a list that could not be read.

    Raises:
        StoreUnavailable: the list could not be read.

    """
    rows = [row for agency in agencies for row in _orders_of(store, register_id, agency)]
    there = [row for row in rows if row.scope.partition(":")[0] in countries]
    if not there:
        return JobOrder.NONE
    return JobOrder.APPROVED if any(_open(row, today) for row in there) else JobOrder.USED_UP


def _orders_of(store: RegisterStore, register_id: str, agency: RegisterEntry) -> list[RegisterEntry]:
    rows = list(store.by_number(register_id, agency.number)) if agency.number else []
    named = store.by_name_keys(register_id, exact_keys(agency.name), limit=MOST_NEAR_ROWS)
    return rows + [row for row in named if closest(agency.name, row).likeness is Likeness.SAME]


def _open(row: RegisterEntry, today: date) -> bool:
    return row.status is EntryStatus.IN_FORCE and (row.valid_until is None or row.valid_until >= today)
