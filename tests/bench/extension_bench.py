"""What the extension costs a page, beside the same page without it, and how large its packages are."""

import importlib.util
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from figures import ROUNDS, Figure, Measure

TESTS = Path(__file__).parents[1]
EXTENSION = TESTS.parent / "extension"
sys.path.insert(0, str(TESTS))

SETTLED_MS = 1200
"""After this, the detector has looked and the panel stands: it looks after 350 ms of quiet."""


def milliseconds_of_script(driver: Any, url: str) -> tuple[float, float]:
    """CPU milliseconds of JavaScript in the page's process, and the layout shift, from opening to settled."""
    session = driver.context.new_cdp_session(driver.page)
    try:
        driver.page.goto("about:blank")
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _metrics(session)
        driver.page.goto(url)
        driver.page.wait_for_timeout(SETTLED_MS)
        shift = driver.page.evaluate(
            "new Promise((done) => { let sum = 0; new PerformanceObserver((list) => list.getEntries()"
            ".forEach((entry) => { sum += entry.value })).observe({ type: 'layout-shift', buffered: true });"
            "setTimeout(() => done(sum), 50) })"
        )
        after = _metrics(session)
        return (after["ScriptDuration"] - before["ScriptDuration"]) * 1000, float(shift)
    finally:
        session.detach()


def _metrics(session: Any) -> dict[str, float]:
    return {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}


@contextmanager
def a_browser() -> Iterator[tuple[Any, str]]:
    """A Chromium with the extension, whose reader allowed all pages, and the address of the fixture pages."""
    from browser.chromium import Chromium  # Playwright is needed only here
    from browser.servers import page_server

    with tempfile.TemporaryDirectory() as folder, page_server() as pages:
        copy = Path(folder) / "extension"
        shutil.copytree(EXTENSION, copy)
        manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
        manifest["host_permissions"] = ["http://*/*", "https://*/*"]
        (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        driver = Chromium(copy)
        try:
            yield driver, pages
        finally:
            driver.close()


def other_page() -> Iterable[Figure]:
    """A page that is no job ad."""
    yield from _cost("extension.other_page_ms", "other_page.html", "<= 3")


def job_page() -> Iterable[Figure]:
    """A short page with an ad: the panel comes, and three places are painted."""
    yield from _cost("extension.job_page_ms", "bad_jsonld_en.html", "<= 15")


def long_page() -> Iterable[Figure]:
    """A page with an ad of 1.2 MB."""
    yield from _cost("extension.long_page_ms", "long_ad_marked.html", "<= 40")


def _cost(name: str, page: str, goal: str) -> Iterable[Figure]:
    """Script time where Leadlight looks by itself, and where it waits for a click, in turn: medians, and the shift."""
    costs: dict[str, list[float]] = {"pages": [], "click": []}
    shifts = []
    with a_browser() as (driver, pages):
        for round_number in range(ROUNDS + 1):
            for mode, spent in costs.items():
                choice = json.dumps({"name": "own.save", "mode": mode, "language": "en"})
                driver.own_js(f"chrome.runtime.sendMessage({choice})")
                cost, shift = milliseconds_of_script(driver, f"{pages}/{page}")
                if round_number:  # the first one warms up
                    spent.append(cost)
                    shifts.append(shift if mode == "pages" else 0.0)
    a, b = (statistics.median(spent) for spent in costs.values())
    yield Figure(name, a - b, "ms", goal, a, b, "ms")
    yield Figure(f"{name.removesuffix('_ms')}_shift", max(shifts), "", "<= 0", None, None)


WATCH = """
document.addEventListener('DOMContentLoaded', () => {
  const ready = performance.now();
  new MutationObserver((_, watching) => {
    if (!document.querySelector('leadlight-panel')) return;
    watching.disconnect();
    document.documentElement.dataset.waited = String(performance.now() - ready);
  }).observe(document.documentElement, { childList: true });
});
"""
"""Runs in the page before everything else, and notes when the panel comes."""


def time_to_verdict() -> Iterable[Figure]:
    """From DOMContentLoaded to the panel with the local verdict, by the clock; median, with the background awake."""
    with a_browser() as (driver, pages):
        driver.own_js("chrome.runtime.sendMessage({ name: 'own.save', mode: 'pages', language: 'en' })")
        driver.page.add_init_script(WATCH)
        waits = []
        for round_number in range(ROUNDS + 1):
            driver.open(f"{pages}/bad_jsonld_en.html")
            driver.wait_for_panel()
            if round_number:
                waits.append(float(driver.js("document.documentElement.dataset.waited")))
    yield Figure("extension.verdict_ms", statistics.median(waits), "ms", "<= 150", None, None)


def package_size() -> Iterable[Figure]:
    """The larger of the two packages."""
    spec = importlib.util.spec_from_file_location("make_packages", EXTENSION / "store/make_packages.py")
    assert spec
    assert spec.loader
    packages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(packages)
    with tempfile.TemporaryDirectory() as folder:
        sizes = [packages.write_package(browser, Path(folder)).stat().st_size for browser in packages.BROWSERS]
    yield Figure("extension.zip_kb", max(sizes) / 1024, "KB", "<= 250", None, None)


MEASURES: dict[str, Measure] = {
    "extension.other_page_ms": other_page,
    "extension.job_page_ms": job_page,
    "extension.long_page_ms": long_page,
    "extension.verdict_ms": time_to_verdict,
    "extension.zip_kb": package_size,
}
