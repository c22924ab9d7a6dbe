"""Writes the packages for the stores: `make extension`, or `python extension/store/make_packages.py build`.

The extension runs from this tree as it is. A package leaves out what only developers need, takes from the manifest what
only the other browser reads, and writes JSON without spaces. The same tree gives the same bytes.
"""

import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

EXTENSION = Path(__file__).parents[1]
BROWSERS = ("chrome", "firefox")
LEFT_OUT = frozenset({"README.md", "jsconfig.json", "types.d.ts"})
LEFT_OUT_FOLDERS = frozenset({"store"})
SHIPPED = frozenset({".css", ".html", ".js", ".json", ".png"})
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name: packages carry no time of their making."""
READABLE = 0o644 << 16


def shipped_files(extension: Path = EXTENSION) -> list[Path]:
    """Every file that readers get, in the order of names; never empty in a complete tree."""
    return [
        path
        for path in sorted(extension.rglob("*"))
        if path.suffix in SHIPPED
        and path.name not in LEFT_OUT
        and path.relative_to(extension).parts[0] not in LEFT_OUT_FOLDERS
    ]


def manifest_for(browser: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest without what only the other browser reads, so that neither store has something to complain about."""
    own = dict(manifest)
    if browser == "chrome":
        own.pop("browser_specific_settings")
        own["background"] = {key: value for key, value in own["background"].items() if key != "scripts"}
    else:
        own.pop("minimum_chrome_version")
        own["background"] = {key: value for key, value in own["background"].items() if key != "service_worker"}
    return own


def content_of(path: Path, browser: str) -> bytes:
    """What a file holds in a package: JSON without spaces, everything else as it is."""
    if path.suffix != ".json":
        return path.read_bytes()
    value = json.loads(path.read_text("utf-8"))
    if path.name == "manifest.json":
        value = manifest_for(browser, value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def write_package(browser: str, folder: Path, extension: Path = EXTENSION) -> Path:
    """Write one package and return its path; an older one of the same name is replaced."""
    version = json.loads((extension / "manifest.json").read_text("utf-8"))["version"]
    package = folder / f"leadlight-{browser}-{version}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        for path in shipped_files(extension):
            entry = zipfile.ZipInfo(path.relative_to(extension).as_posix(), EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it would name the system that it was made on
            entry.external_attr = READABLE
            written.writestr(entry, content_of(path, browser), compresslevel=9)
    return package


if __name__ == "__main__":
    for one in BROWSERS:
        made = write_package(one, Path(sys.argv[1]))
        sys.stdout.write(f"{made} {made.stat().st_size / 1024:.0f} KB\n")
