"""Puts together where reports of readers go, if anybody here reads them."""

from leadlight.reports.box import ReportBox
from leadlight.reports.sealing import key_id_of
from leadlight.settings import Settings
from leadlight.storage.database import Database


def open_report_box(settings: Settings, database: Database, secret: bytes) -> ReportBox | None:
    """Make what takes reports; None where there are neither pages for staff nor a key, so that nobody would read them.

    Args:
        settings: the key, and how long reports are kept.
        database: keeps them.
        secret: for receipts, made for this purpose only.
    """
    public_key = settings.report_public_key
    if not (public_key or settings.staff_token.get_secret_value()):
        return None
    return ReportBox(
        book=database.reports,
        secret=secret,
        public_key=public_key,
        key_id=key_id_of(public_key) if public_key else "",
        kept_days=settings.report_retention_days,
    )
