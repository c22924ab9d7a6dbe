"""A report as it is kept: what a reader told about an ad, sealed or not, and how far it got."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ReportState(StrEnum):
    """How far a report got. A reader with the receipt learns this and nothing else."""

    RECEIVED = "received"
    READ = "read"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        report_id: 16 bytes made from the receipt, which cannot be found from them.
        body: the sealed report, or its JSON in UTF-8 where the service has no key.
        key_id: names the key that it is sealed with; "" when it is not sealed.
        received_on: day (UTC) on which it came; no time of day is kept.
        state: how far it got.
        handled_by: name that the member of staff signed the state with; "" when it is new.
    """

    report_id: bytes
    body: bytes
    key_id: str
    received_on: date
    state: ReportState = ReportState.RECEIVED
    handled_by: str = ""

    @property
    def is_sealed(self) -> bool:
        """Whether only the holder of the private key can read it."""
        return self.key_id != ""
