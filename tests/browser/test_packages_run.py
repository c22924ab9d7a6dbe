"""What readers install is the package, not the tree: each is loaded as it is and gives a verdict."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from browser.chromium import Chromium
from browser.conftest import EXTENSION
from browser.driver import Driver
from browser.firefox import Firefox
from browser.in_thread import InThread
from extension.test_packages import load_maker

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["chrome", "firefox"])
def test_the_package_gives_a_verdict(name: str, pages: str, tmp_path: Path) -> None:
    package = load_maker(EXTENSION).write_package(name, tmp_path)
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(package) as files:
        files.extractall(unpacked)
    start: Callable[[], Driver] = lambda: Chromium(unpacked) if name == "chrome" else Firefox(package)  # noqa: E731
    browser = InThread(start)
    try:
        browser.own_js("chrome.storage.local.set({ language: 'sk' })")
        browser.open(f"{pages}/bad_microdata_sk.html")
        browser.click_toolbar()
        assert browser.wait_for_panel()
        assert browser.level() in ("warning", "caution")
    finally:
        browser.close()
