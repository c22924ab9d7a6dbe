"""Logs that name what failed and where, and never what was in the ad or who asked."""

import logging
import traceback
from types import TracebackType


class QuietFormatter(logging.Formatter):
    """Writes an error as its type and the places in the code, without its message: that may hold words of an ad."""

    def formatException(  # noqa: N802 - the name in the standard library
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Format the places of an error."""
        kind, _, places = ei
        return "".join(traceback.format_tb(places)) + (kind.__name__ if kind else "")


def log_quietly(level: str) -> None:
    """Send all logs at or above `level` ("debug" … "error") to the standard error, formatted quietly."""
    handler = logging.StreamHandler()
    handler.setFormatter(QuietFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
