"""What the register check asks of a store. Implemented in `leadlight.storage`, handed in by `leadlight.app`."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from leadlight.registers.model import RegisterAlarm, RegisterEntry, Snapshot


class RegisterStore(Protocol):
    """Register snapshots and their rows. Every call may raise `StoreUnavailable`."""

    def snapshots(self) -> Sequence[Snapshot]:
        """The current snapshot of each register that has one. Empty: no register was loaded yet."""
        ...

    def by_number(self, register_id: str, number: str) -> Sequence[RegisterEntry]:
        """Rows of the current snapshot with exactly this compact number. Empty: none has it."""
        ...

    def by_name_keys(self, register_id: str, keys: Iterable[str], *, limit: int) -> Sequence[RegisterEntry]:
        """Rows of the current snapshot that share a name key (see `registers.names`). Empty: none does."""
        ...

    def replace(self, snapshot: Snapshot, rows: Iterable[tuple[RegisterEntry, Sequence[str]]]) -> None:
        """Swap in a new snapshot in one step; each row comes with its name keys. On any error the old one stays."""
        ...


class AlarmBook(Protocol):
    """What went wrong when a new copy of a register came in, kept until one is taken over. May raise `OSError`."""

    def alarms(self) -> Sequence[RegisterAlarm]:
        """One for each register whose last update failed, by id. Empty: the last update of each went well."""
        ...

    def note(self, alarm: RegisterAlarm) -> None:
        """Keep an alarm in place of an earlier one of the same register."""
        ...

    def clear(self, register_id: str) -> None:
        """Forget the alarm of a register, if there is one."""
        ...
