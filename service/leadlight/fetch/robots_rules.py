"""What sites allow machines to read (robots.txt, RFC 9309). It binds scans, not a page that a person asked for."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from cachetools import TTLCache
from robots import RobotsParser

from leadlight.errors import BadInput, FetchFailed

# The name that sites write into robots.txt for this service.
PRODUCT_TOKEN = "Leadlight"  # noqa: S105 - a name, not a secret
# RFC 9309, 2.4: a copy is used for at most a day. 2.5: at least 500 KiB are read.
KEPT_SECONDS = 24 * 3600
READ_BYTES = 512 * 1024
LONGEST_LINE = 2000
MOST_STARS = 16
MOST_SITES = 4096
TOO_MANY_REQUESTS = 429
FIRST_CLIENT_ERROR, FIRST_SERVER_ERROR = 400, 500
ALL_ALLOWED = ""
NONE_ALLOWED = "User-agent: *\nDisallow: /\n"
AskFor = Callable[[str], Awaitable[bytes]]


class RobotsRules:
    """Asks each site once a day what scans may read, and remembers it in memory."""

    def __init__(self, ask_for: AskFor) -> None:
        """`ask_for` returns the body of an address and raises `FetchFailed`, with its status where there is one."""
        self._ask_for = ask_for
        self._rules: TTLCache[str, RobotsParser] = TTLCache(MOST_SITES, KEPT_SECONDS)

    async def refuse_forbidden(self, url: str) -> None:
        """Refuse a page that its site does not want scans to read.

        Raises:
            FetchFailed: the site's rules forbid it, or they could not be read because the site fails.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        rules = self._rules.get(site)
        if rules is None:
            rules = self._rules[site] = as_rules(await self._text_of(f"{site}/robots.txt"))
        if not rules.can_fetch(PRODUCT_TOKEN, url):
            raise FetchFailed(
                "site-forbids-scans",
                f"{parts.hostname} does not want machines to read this page.",
                "Check this one page by itself, or put the words of the ad into the file.",
                host=parts.hostname or "",
            )

    async def _text_of(self, url: str) -> str:
        """The rules as text. RFC 9309, 2.3.1: no rules allow all, and a site that fails allows nothing for now."""
        try:
            body = await self._ask_for(url)
        except FetchFailed as error:
            status = int(error.facts.get("status_code", 0))
            unavailable = FIRST_CLIENT_ERROR <= status < FIRST_SERVER_ERROR and status != TOO_MANY_REQUESTS
            return ALL_ALLOWED if unavailable or error.code == "too-many-redirects" else NONE_ALLOWED
        except BadInput:
            return ALL_ALLOWED
        return body[:READ_BYTES].decode("utf-8", "replace")


def as_rules(text: str) -> RobotsParser:
    """Parse rules; lines that no site needs (very long, many stars) are left out, because matching them is slow."""
    lines = text.lstrip("\ufeff").splitlines()
    return RobotsParser.from_string(
        "\n".join(line for line in lines if len(line) <= LONGEST_LINE and line.count("*") <= MOST_STARS)
    )
