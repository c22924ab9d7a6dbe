"""Download a register file from the address in its source.yml: streaming, resumable, and only when it changed."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from leadlight.errors import FetchFailed

# The open-data set of Czechia has some megabytes; a list of a million agencies would have about 200.
MOST_BYTES = 256 * 1024 * 1024

# Times that a broken transfer is taken up again where it stopped, before the command gives up.
ATTEMPTS = 4

TIMEOUT_S = 30.0
USER_AGENT = "Leadlight/0.1 (keeps official licence registers up to date)"

_DONE = httpx.codes.OK
_PART = httpx.codes.PARTIAL_CONTENT
_SAME = httpx.codes.NOT_MODIFIED
_BAD_RANGE = httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are here and the bytes of the whole file, None when the server does not say."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells one version of a file from another; both "" when the server names none."""

    etag: str = ""
    last_modified: str = ""

    @property
    def strong(self) -> str:
        """The value that may guard a resumed transfer, "" when there is none. Weak tags may not (RFC 9110, 13.1.5)."""
        return self.last_modified if self.etag.startswith("W/") or not self.etag else self.etag


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A downloaded register file.

    Attributes:
        raw: its bytes.
        as_of: the day the server says it was last changed; today when it does not say.
        validators: to be remembered with `remember` once the file was swapped in.

    """

    raw: bytes
    as_of: date
    validators: Validators


class RegisterDownload:
    """Downloads of one register into a folder that keeps the unfinished part and what was last swapped in."""

    def __init__(self, folder: Path, register_id: str, *, transport: httpx.BaseTransport | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._part = folder / f"{register_id}.part"
        self._part_validators = folder / f"{register_id}.part.json"
        self._known = folder / f"{register_id}.json"
        self._client = httpx.Client(
            timeout=TIMEOUT_S,
            follow_redirects=True,
            trust_env=False,
            transport=transport,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
        )

    def fetch(self, url: str, progress: Progress) -> RegisterFile | None:
        """Download the file. None: it has not changed since the last `remember`.

        Raises:
            FetchFailed: no connection, an error status, too large, or broken off `ATTEMPTS` times. What came so far
                stays, and the next call goes on from there.

        """
        last: httpx.HTTPError | None = None
        for _ in range(ATTEMPTS):
            try:
                return self._once(url, progress)
            except httpx.HTTPError as error:
                last = error
        raise FetchFailed(
            "register-broken-off",
            f"The download from {httpx.URL(url).host} broke off {ATTEMPTS} times.",
            "Run the command again later; it goes on where it stopped.",
        ) from last

    def remember(self, file: RegisterFile) -> None:
        """Note that this version is in use, so that it is not downloaded again. Only after it was swapped in."""
        self._known.write_text(json.dumps(asdict(file.validators)), encoding="utf-8")

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _once(self, url: str, progress: Progress) -> RegisterFile | None:
        resumed = _read(self._part_validators)
        here = self._part.stat().st_size if self._part.exists() and resumed.strong else 0
        headers = {"Range": f"bytes={here}-", "If-Range": resumed.strong} if here else self._conditions()
        with self._client.stream("GET", url, headers=headers) as response:
            if response.status_code == _SAME:
                return None
            if response.status_code == _BAD_RANGE:
                self._forget_part()
                raise httpx.ReadError("the part here no longer fits the file")
            if response.status_code not in (_DONE, _PART):
                raise FetchFailed(
                    "register-status",
                    f"{response.url.host} answered {response.status_code} instead of the list.",
                    "Look at the official page whether the list has moved.",
                    status=response.status_code,
                )
            return self._receive(response, here if response.status_code == _PART else 0, progress)

    def _receive(self, response: httpx.Response, here: int, progress: Progress) -> RegisterFile:
        validators = Validators(response.headers.get("etag", ""), response.headers.get("last-modified", ""))
        length = response.headers.get("content-length", "")
        whole = here + int(length) if length.isdecimal() else None
        self._part_validators.write_text(json.dumps(asdict(validators)), encoding="utf-8")
        with self._part.open("ab" if here else "wb") as part:
            for chunk in response.iter_bytes():
                here += part.write(chunk)
                progress(here, whole)
                if here > MOST_BYTES:
                    raise FetchFailed(
                        "register-too-large",
                        f"The list is larger than {MOST_BYTES // 1024 // 1024} MiB.",
                        "Look at the official page what the address holds now.",
                    )
        file = RegisterFile(self._part.read_bytes(), _day(validators.last_modified), validators)
        self._forget_part()
        return file

    def _conditions(self) -> dict[str, str]:
        known = _read(self._known)
        pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
        return {name: value for name, value in pairs if value}

    def _forget_part(self) -> None:
        self._part.unlink(missing_ok=True)
        self._part_validators.unlink(missing_ok=True)


def _read(path: Path) -> Validators:
    try:
        return Validators(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Validators()


def _day(last_modified: str) -> date:
    try:
        return parsedate_to_datetime(last_modified).astimezone(UTC).date()
    except ValueError:
        return datetime.now(UTC).date()
