"""What the tests ask of a browser, the same for Chromium and Firefox."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from patience import PATIENCE_S

T = TypeVar("T")


class PageMoved(Exception):
    """The page went to another address, or came back, in the middle of a look at it."""


def wait_for(look: Callable[[], T], what: str, patience_s: float = PATIENCE_S) -> T:
    """Look again and again until there is something, and return it.

    A look that fails sees nothing yet: a tab without a page and a page without its parts fail in many ways. The last
    failure is told when there never is anything.
    """
    end = time.monotonic() + patience_s
    while True:
        failure: Exception | None = None
        try:
            seen = look()
            if seen:
                return seen
        except Exception as error:
            failure = error
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience_s:.0f} s for {what}") from failure
        time.sleep(0.05)


def wait_until_still(look: Callable[[], T], what: str) -> T:
    """Wait until there is something that is the same at two looks in a row: a click at what still moves would miss."""
    before = wait_for(look, what)

    def same() -> bool:
        nonlocal before
        last, before = before, wait_for(look, what)
        return last == before

    wait_for(same, f"{what} to stand still")
    return before


class Driver(ABC):
    """A browser with the extension loaded, and one tab for ordinary pages in front."""

    name: str
    base: str
    """Address of the extension's own pages, without a slash at the end."""

    @abstractmethod
    def open(self, url: str) -> None:
        """Show a page in the ordinary tab."""

    @abstractmethod
    def open_as(self, url: str, page: Path, port: int) -> None:
        """Show a fixture page under the address of a real site, which is never asked.

        Args:
            url: https address of the site.
            page: the fixture page.
            port: where the fixture pages are served.
        """

    @abstractmethod
    def open_beside(self, url: str) -> None:
        """Show a page in a new tab and go on there."""

    @abstractmethod
    def js(self, expression: str) -> Any:
        """Return the value of an expression in the page's own world."""

    @abstractmethod
    def own_js(self, expression: str) -> Any:
        """Return the awaited value of an expression where the extension's interfaces are: `chrome` is there."""

    @abstractmethod
    def click_toolbar(self) -> None:
        """Click the extension's button in the toolbar, as a reader does."""

    @abstractmethod
    def popup_is_open(self) -> bool:
        """Whether the extension's popup is shown."""

    @abstractmethod
    def popup_text(self) -> str:
        """Return the words of the open popup, "" when none is open."""

    @abstractmethod
    def document_address(self) -> str:
        """Return the address of the document that is shown, which for an unreachable page is the browser's own."""

    @abstractmethod
    def in_panel(self, expression: str) -> Any:
        """Return the value of an expression in which `root` is the panel's closed shadow root, or null."""

    @abstractmethod
    def click_at(self, x: float, y: float) -> None:
        """Click with the mouse at a place of the page, in CSS pixels."""

    def click(self, selector: str) -> None:
        """Click the first element of the page that the selector finds, with the mouse."""
        find = (
            f"(() => {{ const e = document.querySelector({selector!r}); if (!e) return null;"
            "e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
            "return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        self.click_at(*wait_until_still(lambda: self.js(find), selector))

    @abstractmethod
    def choose_in_menu(self, words: str, frame: str = "") -> None:
        """Choose the extension's entry, which has these words, in the menu over what is selected there.

        Chromium's menu belongs to the system and cannot be opened here: there the background is told what the menu
        would tell it, and a click on the toolbar must have opened the page to the extension before.
        """

    @abstractmethod
    def darken(self, dark: bool) -> None:
        """Let the reader prefer dark pages, or light ones."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press one key: a letter, or Escape, Tab, Enter."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page this size in CSS pixels."""

    @abstractmethod
    def shot(self, path: Path) -> None:
        """Write a picture of what is shown."""

    @abstractmethod
    def axe(self, source: str) -> list[str]:
        """Return the violations that axe-core finds: in the panel when there is one, else in the page."""

    @abstractmethod
    def tab_addresses(self) -> list[str]:
        """Return the addresses of all open tabs."""

    @abstractmethod
    def switch_to(self, part_of_address: str) -> None:
        """Go on in the tab whose address holds these characters."""

    @abstractmethod
    def to_first_tab(self) -> None:
        """Go back to the ordinary tab and close what was opened beside it."""

    def past_welcome(self) -> None:
        """Go back to the ordinary tab once the page that greets after an installation has come.

        It comes to the front whenever the background gets to it: a click before that would be meant for it.
        """
        self.switch_to("/welcome/welcome.html")
        self.to_first_tab()

    @abstractmethod
    def allow_service(self, allowed: bool) -> None:
        """Let the reader have given, or not given, the permission to reach the service at 127.0.0.1."""

    @abstractmethod
    def stop_background(self) -> None:
        """End the extension's background as the browser does when it is idle."""

    @abstractmethod
    def watch_background(self) -> None:
        """Begin to note errors and rejections that nobody handles in the extension's background."""

    @abstractmethod
    def faults_of_background(self) -> list[str]:
        """Return what was noted since; empty when everything was handled."""

    @abstractmethod
    def close(self) -> None:
        """End the browser."""

    def panel_text(self) -> str:
        """Return the words of the panel, "" when there is none."""
        return self.in_panel("root ? root.querySelector('.frame')?.innerText ?? '' : ''") or ""

    def wait_for_panel(self, words: str = "") -> str:
        """Wait until the panel says something with these words in it."""
        return wait_for(lambda: (t := self.panel_text()) and words in t and t, f"{words!r} in the panel")

    def click_in_panel(self, selector: str) -> None:
        """Click the first element of the panel that the selector finds, with the mouse."""
        find = (
            f"(() => {{ const e = root?.querySelector({selector!r}); if (!e) return null;"
            "e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
            "return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        self.click_at(*wait_until_still(lambda: self.in_panel(find), f"{selector} in the panel"))

    def level(self) -> str:
        """Return the level that the panel shows, "" when there is none."""
        return self.in_panel("root?.querySelector('.level')?.dataset.level ?? ''") or ""
