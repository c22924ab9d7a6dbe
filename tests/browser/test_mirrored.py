"""A language that runs from right to left, in the dark and the light, on narrow pages: nothing is cut off.

No language of the catalogues does; a copy of the extension has one whose words are English between Arabic letters.
So it also shows every word that does not come from the catalogues.
"""

import json
import shutil
from collections.abc import Callable, Iterator

import pytest

from browser.chromium import Chromium
from browser.conftest import EXTENSION
from browser.driver import Driver, wait_for
from browser.firefox import Firefox
from browser.in_thread import InThread
from browser.test_accessible import violations

pytestmark = pytest.mark.browser
NARROW = 320
"""CSS pixels: a page of 640 at 200 %, and of 1280 at 400 %."""


def mirrored(texts: object) -> object:
    """The same texts between letters that run from right to left."""
    if isinstance(texts, dict):
        return {key: value if key in ("code", "direction") else mirrored(value) for key, value in texts.items()}
    return f"ا {texts} ي" if isinstance(texts, str) else texts


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A browser in the dark whose only language is mirrored."""
    copy = tmp_path_factory.mktemp("extension") / "extension"
    shutil.copytree(EXTENSION, copy)
    file = copy / "rules/texts/en.json"
    texts = mirrored(json.loads(file.read_text("utf-8")))
    assert isinstance(texts, dict)
    texts["verdict"]["language"]["direction"] = "rtl"
    file.write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
    start: Callable[[], Driver] = lambda: (Chromium if request.param == "chromium" else Firefox)(copy, dark=True)  # noqa: E731
    driver = InThread(start)
    driver.own_js("chrome.storage.local.set({ language: 'en' })")
    yield driver  # type: ignore[misc]
    driver.close()


OWN_WORDS = r"""
  const plain = [];
  const given = ".quote, .helpline, .source, pre, option, script, style";
  const ours = (words) => !words || words === "Leadlight" || /[اي]/.test(words) || /^[\s\d“”():]*$/.test(words);
  const look = (words, element) => ours(words?.trim()) || element.closest(given) || plain.push(words.trim());
  for (const element of where.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "alt", "placeholder"]) look(element.getAttribute(name), element);
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) look(node.data, element);
  }
  return plain;
"""
"""Words outside the catalogue, which is mirrored as a whole: those without its letters, beside what others gave."""


def fits(browser: Driver) -> bool:
    return bool(browser.js("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_the_panel_is_mirrored_and_fits(reader: Driver, pages: str, width: int) -> None:
    reader.to_first_tab()
    reader.resize(width, 800)
    reader.open(f"{pages}/bad_jsonld_en.html")
    reader.click_toolbar()
    reader.wait_for_panel()
    assert reader.in_panel("getComputedStyle(root.querySelector('.frame')).direction") == "rtl"
    sizes = reader.in_panel(
        "(() => { const s = root.querySelector('.scroll'); return [s.scrollWidth, s.clientWidth] })()"
    )
    assert sizes[0] <= sizes[1]
    close, title = reader.in_panel(
        "['.close', 'h2'].map((one) => root.querySelector(one).getBoundingClientRect().left)"
    )
    assert close < title
    numbers = "[...root.querySelectorAll('a.call, .quote')].map((one) => getComputedStyle(one).direction)"
    assert set(reader.in_panel(numbers)) == {"ltr"}  # a number whose plus stands behind it cannot be dialled
    assert reader.in_panel(f"root ? ((where) => {{ {OWN_WORDS} }})(root) : null") == []
    assert violations(reader) == []


PAGES = (
    "welcome/welcome.html",
    "options/options.html",
    "popup/popup.html?tab={tab}",
    "ask/ask.html?tab={tab}",
    "report/report.html?kind=report&tab={tab}",
    "learn/learn.html?tab={tab}&key={key}",
)
DRAWN = "document.querySelector('legend, .sent, .popup, .sending') !== null"
"""Each page has one of these once its words are there."""


def test_the_own_pages_are_mirrored_and_fit_and_have_no_words_of_their_own(reader: Driver, pages: str) -> None:
    reader.to_first_tab()
    reader.resize(NARROW, 800)
    reader.open(f"{pages}/bad_jsonld_en.html")
    reader.click_toolbar()
    reader.wait_for_panel()
    tab = reader.own_js("chrome.storage.session.get().then((all) => Object.keys(all)[0].slice(4))")
    view = reader.own_js(f"chrome.runtime.sendMessage({{ name: 'own.view', tabId: {tab} }})")
    key = view["value"]["findings"][0]["key"]
    reader.open_beside("about:blank")
    reader.resize(NARROW, 800)
    for path in PAGES:
        reader.open(f"{reader.base}/{path.format(tab=tab, key=key)}")
        if path.startswith("report"):
            wait_for(lambda: reader.js("document.querySelector('#words').value"), "the ad")
            reader.click("#form .button.main")
        wait_for(lambda: reader.js(DRAWN), f"the words of {path}")
        assert reader.js("document.documentElement.dir") == "rtl", path
        assert fits(reader), path
        ltr = "[...document.querySelectorAll('#address, a.call')].every((e) => getComputedStyle(e).direction === 'ltr')"
        assert reader.js(ltr), path
        assert reader.js(f"((where) => {{ {OWN_WORDS} }})(document.body)") == [], path
        assert violations(reader) == [], path
