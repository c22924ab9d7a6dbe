"""A process that fetches links one after the other and says what each took. Started by `test_hostile_site`.

Input: one line of JSON, a list of {"url", "host", "total_s"}. Output: one line of JSON for each: {"ended", "cpu_s",
"grown_bytes"}, memory above what was in use before the first one.
"""

import asyncio
import json
import re
import sys
import time
from pathlib import Path

from leadlight.errors import BadInput
from leadlight.fetch.client import Fetcher
from leadlight.fetch.limits import Limits

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
FORGET_THE_PEAK = "5"


def forget_the_peak() -> None:
    """Let the peak begin anew at what is in use now."""
    FORGET.write_text(FORGET_THE_PEAK, "ascii")


def peak_bytes() -> int:
    """Most memory that was resident since the peak was forgotten (proc(5), VmHWM)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text("ascii"))
    assert found
    return int(found[1]) * 1024


async def fetch(asked: dict[str, str | float]) -> str:
    """How a fetch ended: "page" or the code of its error."""
    limits = Limits(total_s=float(asked["total_s"]))
    fetcher = Fetcher(allowed_test_hosts=frozenset({str(asked["host"])}), limits=limits)
    try:
        await fetcher.fetch(str(asked["url"]))
    except BadInput as error:
        return error.code
    return "page"


async def main() -> None:
    """Fetch each link and say what it took."""
    links = json.loads(sys.stdin.readline())
    await fetch(links[0])
    forget_the_peak()
    at_rest = peak_bytes()
    for link in links:
        forget_the_peak()
        before_s = time.process_time()
        ended = await fetch(link)
        taken = {"ended": ended, "cpu_s": time.process_time() - before_s, "grown_bytes": peak_bytes() - at_rest}
        sys.stdout.write(json.dumps(taken) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
