"""A page that fights the panel, hides it or listens in."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser.driver import Driver, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nothing_is_left_unhandled")]
Check = Callable[..., str]


def test_the_panel_is_readable_under_hostile_styles(browser: Driver, check: Check) -> None:
    said = check("hostile.html")
    assert "What stands out" in said
    box = browser.in_panel("(() => { const b = root.host.getBoundingClientRect(); return [b.width, b.height] })()")
    assert box[0] > 300
    assert box[1] > 200
    on_top = "document.elementFromPoint(innerWidth - 200, innerHeight - 200)?.localName"
    assert browser.js(on_top) == "leadlight-panel"
    colour = browser.in_panel("getComputedStyle(root.querySelector('.why')).color")
    assert colour != "rgb(255, 0, 0)"


def test_the_page_cannot_look_into_the_panel(browser: Driver, check: Check) -> None:
    check("hostile.html")
    assert browser.js("document.querySelector('leadlight-panel').shadowRoot") is None
    assert browser.js("window.seen.roots.length") == 0
    assert browser.js("typeof window.leadlight?.browser?.runtime") == "undefined"


def test_clicks_of_the_page_are_not_taken_for_the_readers(browser: Driver, check: Check) -> None:
    check("hostile.html")
    browser.js("void document.querySelector('leadlight-panel').click()")
    if browser.name == "chromium":  # in Firefox, a test's click in the panel counts as the reader's
        browser.in_panel("root.querySelector('.close').click()")
    assert browser.panel_text()


def test_there_is_no_field_to_type_into(browser: Driver, check: Check) -> None:
    check("hostile.html")
    browser.click_in_panel(".service .button.main")
    fields = "root.querySelectorAll('input:not([type=checkbox]), textarea, select, [contenteditable]').length"
    assert browser.in_panel(fields) == 0


def test_a_removed_panel_comes_back(browser: Driver, check: Check) -> None:
    check("hostile.html?remove=2")
    wait_for(lambda: browser.js("window.seen.removals") == 2, "two removals")
    browser.wait_for_panel("What stands out")


def test_when_the_page_does_not_let_the_panel_stay_the_popup_tells_all(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/hostile.html?remove=1000")
    browser.click_toolbar()
    popup = wait_for(
        lambda: "The page did not let the panel stay" in (t := browser.popup_text()) and t,
        "the whole verdict in the popup",
    )
    assert "What you can do" in popup
    assert browser.js("window.seen.removals") < 10


PROBES = """
  const load = (name, address) => new Promise((done) => {
    const element = document.createElement(name);
    element.onload = () => done("load");
    element.onerror = () => done("error");
    element[name === "link" ? "href" : "src"] = address;
    if (name === "link") element.rel = "stylesheet";
    if (name === "img") return;
    document.head.append(element);
    if (name === "iframe") setTimeout(done, 0, "no event");
  });
  const probes = {
    fetch: (address) => fetch(address).then(() => "load", (error) => error.message),
    img: (address) => load("img", address),
    script: (address) => load("script", address),
    link: (address) => load("link", address),
    iframe: (address) => load("iframe", address),
  };
"""
FILES = ("manifest.json", "look/verdict.css", "icons/leadlight-16.png", "popup/popup.html", "no-such-file.js")
NOBODY = {
    "chromium": "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "firefox": "moz-extension://11111111-2222-4333-8444-555555555555",
}
"""Addresses of an extension that is not there."""


def probed(browser: Driver, statements: str) -> Any:
    """Run asynchronous statements in the page; they end with `return` and what was found."""
    browser.js("void (window.found = '')")
    browser.js(
        f"void (async () => {{ {PROBES} {statements} }})().then((all) => {{ window.found = JSON.stringify(all) }})"
    )
    return json.loads(wait_for(lambda: browser.js("window.found"), "the probes"))


def test_probes_find_the_same_where_the_extension_is_and_where_none_is(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/bad_jsonld_en.html")
    ask = """
      const found = [];
      for (const [name, probe] of Object.entries(probes)) {
        for (const file of FILES) found.push(name, await probe(`BASE/${file}`));
      }
      return found;
    """.replace("FILES", json.dumps(FILES))
    there, nowhere = (probed(browser, ask.replace("BASE", base)) for base in (browser.base, NOBODY[browser.name]))
    assert there == nowhere
    assert "load" not in there
    assert browser.js("document.querySelectorAll('leadlight-panel').length") == 0


def later_share(browser: Driver, first: str, second: str) -> float:
    """How often loading from the first base took longer than from the second; 0.5 when nothing tells them apart.

    The two take turns within one run, and only their order counts: a busy machine is busy for both.
    """
    times = probed(
        browser,
        f"""
        const bases = [{json.dumps(first)}, {json.dumps(second)}], times = [[], []];
        for (let round = 0; round < {ROUNDS}; round += 1) {{
          for (const which of Math.random() < 0.5 ? [0, 1] : [1, 0]) {{
            const start = performance.now();
            for (const file of {json.dumps(FILES)}) await probes.fetch(bases[which] + file);
            times[which].push(performance.now() - start);
          }}
        }}
        return times;
        """,
    )
    pairs = [(a > b) + 0.5 * (a == b) for a in times[0] for b in times[1]]
    return sum(pairs) / len(pairs)


ROUNDS = 60
"""With nothing to tell, the share strays from 0.5 by 0.05 (one standard deviation); 0.3 away is six of them."""


def test_the_time_of_a_probe_tells_nothing(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/bad_jsonld_en.html")
    nobody = NOBODY[browser.name]
    assert later_share(browser, f"{pages}/?", "data:,") > 0.8, "the clock of the page can tell other things"
    if browser.name == "chromium":  # every page knows the address of the extension, which is the same everywhere
        assert 0.2 < later_share(browser, f"{browser.base}/", f"{nobody}/") < 0.8
    else:  # Firefox answers later where there is one; its address is made up at the installation and nobody is told
        assert 0.2 < later_share(browser, f"{nobody}/", f"{nobody[:-1]}6/") < 0.8


def test_not_even_a_page_that_shows_the_panel_learns_the_address_of_the_extension(
    browser: Driver, check: Check
) -> None:
    check("hostile.html")
    seen = browser.js(
        """JSON.stringify([
          document.documentElement.outerHTML, document.querySelector('leadlight-panel').outerHTML,
          performance.getEntries(), [...document.styleSheets].map((one) => one.href),
          Object.getOwnPropertyNames(window), document.referrer, location.ancestorOrigins, String(Error().stack),
        ])"""
    )
    assert urlsplit(browser.base).netloc not in seen
