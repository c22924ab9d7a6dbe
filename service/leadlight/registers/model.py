"""Registers: official lists of licensed recruitment or temporary-work agencies, as dated snapshots."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LicenceState(StrEnum):
    """What a register says about an agency that an ad names."""

    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"
    AMBIGUOUS = "ambiguous"
    NOT_LISTED = "not_listed"
    NUMBER_MISMATCH = "number_mismatch"
    NOT_CHECKED = "not_checked"


class EntryStatus(StrEnum):
    """Status of one register row. Registers that list only valid licences give every row `in_force`."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    STRUCK_OFF = "struck_off"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One row of a register.

    `number` is compact (as `LicenceClaim.number`), "" when the register prints none. `phones`, `emails` and
    `address` are the register's own contact data, used to notice impersonation.
    """

    register_id: str
    row_id: str
    name: str
    number: str = ""
    status: EntryStatus = EntryStatus.IN_FORCE
    other_names: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""
    scope: str = ""


class AlarmKind(StrEnum):
    """Why a new copy of a register was not taken over."""

    CHANGED = "changed"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class RegisterAlarm:
    """The last try to bring a new copy in failed; the old copy still answers. `message` is a sentence for staff."""

    register_id: str
    kind: AlarmKind
    message: str
    day: date


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One dated copy of a register, as it is in the store."""

    register_id: str
    as_of: date
    rows: int
    digest: str
