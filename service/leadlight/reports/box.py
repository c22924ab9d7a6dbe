"""Where reports go, and how they are taken."""

from dataclasses import dataclass

from leadlight.reports.ports import ReportBook


@dataclass(frozen=True, slots=True)
class ReportBox:
    """Where reports go.

    Attributes:
        book: the store.
        secret: key of the receipts.
        public_key: what reports are sealed with; "" when they are not sealed.
        key_id: its id; "" when there is none.
        kept_days: days after which a report is erased.
    """

    book: ReportBook
    secret: bytes
    public_key: str
    key_id: str
    kept_days: int
