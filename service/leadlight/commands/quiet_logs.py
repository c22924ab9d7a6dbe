"""Logs that name what failed and where, and never what was in the ad or who asked."""

import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

import orjson

_Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Writes an error as its type and the places in the code, without its message: that may hold words of an ad."""

    def formatException(self, ei: _Error) -> str:  # noqa: N802 - the name in the standard library
        """Format the places of an error."""
        kind, _, places = ei
        return "".join(traceback.format_tb(places)) + (kind.__name__ if kind else "")


class QuietJsonFormatter(QuietFormatter):
    """The same as one JSON object a line: time, level, part, message, and the facts that a record brings along."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record."""
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "part": record.name,
            "message": record.getMessage(),
        }
        fields |= getattr(record, "facts", {})
        if record.exc_info:
            fields["error"] = self.formatException(record.exc_info)
        return orjson.dumps(fields, option=orjson.OPT_UTC_Z, default=str).decode()


def log_quietly(level: str, form: str = "text") -> None:
    """Send logs to the standard error, formatted quietly.

    Args:
        level: "debug" … "error": from which level Leadlight's own lines are written. Libraries are heard from
            "warning" on: below it they name addresses.
        form: "text" for people, "json" for programs.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(
        QuietJsonFormatter() if form == "json" else QuietFormatter("%(levelname)s %(name)s: %(message)s")
    )
    logging.basicConfig(level=max(logging.WARNING, getattr(logging, level.upper())), handlers=[handler], force=True)
    logging.getLogger("leadlight").setLevel(level.upper())
