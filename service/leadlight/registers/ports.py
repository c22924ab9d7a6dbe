"""What the register check asks of a store. Implemented in `leadlight.storage`, handed in by `leadlight.app`."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from leadlight.registers.model import RegisterEntry, Snapshot


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
