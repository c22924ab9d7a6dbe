"""Fixtures of the browser tests.

Strategy: one Chromium and one Firefox for the whole folder, each with the extension loaded from the git tree, because
a start takes seconds. The service is the real one, behind a recorder that sees what the extension sends. Before each
test the extension forgets everything, so no test depends on another.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browser.chromium import Chromium
from browser.driver import Driver
from browser.firefox import Firefox
from browser.in_thread import InThread
from browser.servers import Recorder, page_server, real_service, running
from leadlight.reports.sealing import new_private_key, public_key_of

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"


@pytest.fixture(scope="session")
def pages() -> Iterator[str]:
    """Address of the fixture pages."""
    with page_server() as address:
        yield address


@pytest.fixture(scope="session")
def report_key() -> bytes:
    """The private key that opens what readers report."""
    return new_private_key()


@pytest.fixture(scope="session")
def service_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the real service keeps its data."""
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="session")
def service_port(service_folder: Path, report_key: bytes) -> Iterator[int]:
    """Port of the real service."""
    settings = {"LEADLIGHT_REPORT_PUBLIC_KEY": public_key_of(report_key)}
    with real_service(service_folder, **settings) as port:
        yield port


@pytest.fixture(scope="session")
def _recorder(service_port: int) -> Iterator[Recorder]:
    recorder = Recorder(service_port)
    with running(recorder):
        yield recorder


@pytest.fixture
def recorder(_recorder: Recorder) -> Iterator[Recorder]:
    """What stands before the real service, with nothing seen yet."""
    _recorder.seen.clear()
    _recorder.rules_seen.clear()
    _recorder.rules = None
    _recorder.answer = "pass"
    _recorder.links = {}
    _recorder.instead = {}
    _recorder.released.clear()
    yield _recorder
    _recorder.released.set()


@pytest.fixture(scope="session")
def allowed_extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension with access to 127.0.0.1 from the start.

    Chromium without a window cannot be asked for a permission; the pages are at localhost, so that reading them
    still needs the click. Firefox tests the manifest as it is shipped.
    """
    copy = tmp_path_factory.mktemp("extension") / "extension"
    shutil.copytree(EXTENSION, copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["host_permissions"] = ["http://127.0.0.1/*"]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    return copy


@pytest.fixture(scope="session")
def _browsers(allowed_extension: Path) -> Iterator[Callable[[str], InThread]]:
    # A fixture with parameters ends whenever the parameter changes, and so with every file; these stay until the end.
    starts: dict[str, Callable[[], Driver]] = {
        "chromium": lambda: Chromium(allowed_extension),
        "firefox": lambda: Firefox(EXTENSION),
    }
    started: dict[str, InThread] = {}

    def of(name: str) -> InThread:
        if name not in started:
            started[name] = InThread(starts[name])
        return started[name]

    yield of
    for driver in started.values():
        driver.close()


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def _browser(request: pytest.FixtureRequest, _browsers: Callable[[str], InThread]) -> InThread:
    return _browsers(request.param)


@pytest.fixture
def browser(request: pytest.FixtureRequest, _browser: InThread, recorder: Recorder) -> InThread:
    """A browser with the extension as after its installation, but for the address of the service."""
    if getattr(request.node, "execution_count", 1) > 1:
        _browser.restart()
    _browser.to_first_tab()
    _browser.allow_service(False)
    _browser.open("about:blank")
    _browser.resize(1280, 800)
    _browser.own_js("Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()])")
    _browser.own_js(f"chrome.storage.local.set({{serviceUrl: '{recorder.address}', language: 'en'}})")
    return _browser


@pytest.fixture
def nothing_is_left_unhandled(browser: Driver) -> Iterator[None]:
    """Fail when the background left a rejection or an error to nobody."""
    browser.watch_background()
    yield
    assert browser.faults_of_background() == []


@pytest.fixture
def allow(browser: Driver) -> None:
    """The reader has allowed the extension to reach the service."""
    browser.allow_service(True)


@pytest.fixture
def check(browser: Driver, pages: str) -> Callable[..., str]:
    """Open a fixture page, click the toolbar button, and return what the panel says."""

    def checked(page: str, words: str = "") -> str:
        browser.open(f"{pages}/{page}")
        browser.click_toolbar()
        return browser.wait_for_panel(words)

    return checked
