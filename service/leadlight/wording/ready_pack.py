"""The pack that was built beforehand from the rules of a folder.

Compiling takes seconds, which a service whose rules nobody changed since need not spend at each start.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from leadlight.errors import RuleError
from leadlight.wording.compile import PACK_FORMAT

SOURCES = (
    "characters.json",
    "combinations",
    "common_words.json",
    "guards",
    "indicators",
    "latin_letters.yml",
    "limits/fees",
)
"""Files and folders of the shared rules that say what a pack holds."""

LOCK_FILE = "rules.lock.json"
BUILT_FROM = "built_from"
"""Entry of the lock: digest of the sources that the committed pack was built from."""


def read_lock_file(folder: Path) -> dict[str, Any]:
    """What the lock of a folder says; empty when it has none.

    Raises:
        RuleError: the file is no lock.
    """
    path = folder / LOCK_FILE
    if not path.is_file():
        return {}
    try:
        lock: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        date.fromisoformat(lock["as_of"])
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(f"{path}:1: {error}: restore the file from the last commit") from error
    return lock


def sources_digest(folder: Path) -> str:
    """SHA-256, as hex digits, of the names and bytes of every file that a pack is made from."""
    digest = hashlib.sha256()
    for path in _files(folder):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def ready_pack(folder: Path, lock: dict[str, Any]) -> dict[str, Any] | None:
    """The pack that was built from exactly these rules; None when there is none, and they have to be compiled.

    Args:
        folder: of the rules; the pack lies in it in an installed package, beside it in the extension in a checkout.
        lock: the values of its lock; empty when it has none.
    """
    built_from = lock.get(BUILT_FROM)
    if not built_from or built_from != sources_digest(folder):
        return None
    for path in (folder / "pack.json", folder.parent / "extension" / "rules" / "pack.json"):
        try:
            pack: dict[str, Any] = json.loads(path.read_bytes())
        except (OSError, ValueError):
            continue
        if pack.get("format") == PACK_FORMAT and pack.get("as_of") == lock.get("as_of"):
            return pack
    return None


def _files(folder: Path) -> Iterator[Path]:
    for name in SOURCES:
        path = folder / name
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        elif path.is_file():
            yield path
