"""Firefox with the extension, through Marionette."""

import base64
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from browser.driver import Driver, wait_for
from browser.marionette import Marionette, MarionetteError

FRAME_PX = 140
"""Room for the window's own bars above a page."""
KEYS = {"Escape": "\ue00c", "Tab": "\ue004", "Enter": "\ue007"}
PREFERENCES: Mapping[str, object] = {"extensions.webextOptionalPermissionPrompts": False}
"""Questions for permissions are answered with yes, so that the shipped manifest can be tested as it is."""


class Firefox(Driver):
    """Installs the extension for the session and clicks its toolbar button from the browser's own window."""

    name = "firefox"

    def __init__(self, extension: Path, *, preferences: Mapping[str, object] = {}, dark: bool = False) -> None:
        binary = shutil.which("firefox-esr") or shutil.which("firefox")
        assert binary, "no Firefox on the PATH; tests/setup.sh installs it"
        scheme = {"layout.css.prefers-color-scheme.content-override": 0 if dark else 1}
        self.remote = Marionette(binary, {**PREFERENCES, **scheme, **preferences})
        # Before the extension is there: its greeting page, which comes at any moment, was once taken for this new tab.
        self.tab = self.first_tab = self.remote.command("WebDriver:GetWindowHandle")
        self.own_tab = self.remote.command("WebDriver:NewWindow", type="tab", focus=False)["handle"]
        self.id = self.remote.command("Addon:Install", path=str(extension), temporary=True)
        host = self.remote.run_in_browser(
            "return WebExtensionPolicy.getByID(arguments[0]).mozExtensionHostname", self.id
        )
        self.base = f"moz-extension://{host}"
        self._in_tab(self.own_tab, lambda: self.open(f"{self.base}/_locales/en/messages.json"))
        self.past_welcome()

    def _in_tab(self, handle: str, act: Any) -> Any:
        self.remote.command("WebDriver:SwitchToWindow", handle=handle, focus=False)
        try:
            return act()
        finally:
            self.remote.command("WebDriver:SwitchToWindow", handle=self.tab, focus=False)

    def open(self, url: str) -> None:
        try:
            self.remote.command("WebDriver:Navigate", url=url)
        except MarionetteError as error:
            # The page before was still failing to load; a page that fails itself fails again.
            if "Reached error page" not in str(error):
                raise
            self.remote.command("WebDriver:Navigate", url=url)

    def in_browser(self, statements: str) -> None:
        """Run statements in the browser's own window."""
        self.remote.run_in_browser(statements)

    def open_as(self, url: str, page: Path, port: int) -> None:
        # Marionette cannot answer requests itself: the name of the site leads to the server of the fixture pages.
        site = urlsplit(url)
        self.remote.run_in_browser(
            """
            Services.prefs.setStringPref("network.dns.localDomains", arguments[0]);
            Services.prefs.setBoolPref("network.stricttransportsecurity.preloadlist", false);
            Services.prefs.setBoolPref("dom.security.https_first", false);
            """,
            site.hostname,
        )
        query = f"{site.query}&" if site.query else ""
        self.open(f"http://{site.hostname}:{port}{site.path}?{query}fixture={page.name}")

    def open_beside(self, url: str) -> None:
        self.tab = self.remote.command("WebDriver:NewWindow", type="tab", focus=True)["handle"]
        self.remote.command("WebDriver:SwitchToWindow", handle=self.tab, focus=True)
        self.open(url)

    def js(self, expression: str) -> Any:
        return self.remote.run(f"return ({expression})")

    def own_js(self, expression: str) -> Any:
        body = (
            "const done = arguments[arguments.length - 1];"
            f"(async () => ({expression}))()"
            ".then((value) => done({value}), (error) => done({error: String(error)}))"
        )
        answer = self._in_tab(self.own_tab, lambda: self.remote.run_async(body))
        assert "error" not in answer, answer["error"]
        return answer.get("value")

    def _popup_is_hidden(self) -> bool:
        # As a click into the page does; a click on the button would only close an open popup. One that is just opening
        # does not listen yet, so this is said until it is gone.
        self.remote.run_in_browser(
            """
            const window = Services.wm.getMostRecentWindow("navigator:browser");
            window.document.querySelector(".webextension-popup-browser")?.closest("panel")?.hidePopup();
            """
        )
        return not self.popup_is_open()

    def click_toolbar(self) -> None:
        wait_for(self._popup_is_hidden, "the popup to close")
        self.remote.run_in_browser(
            """
            const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
            const { extension } = WebExtensionPolicy.getByID(arguments[0]);
            const window = Services.wm.getMostRecentWindow("navigator:browser");
            window.focus();
            ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
            """,
            self.id,
        )

    def popup_is_open(self) -> bool:
        addresses = self.remote.run_in_browser(
            """
            const window = Services.wm.getMostRecentWindow("navigator:browser");
            return [...window.document.querySelectorAll(".webextension-popup-browser")].map((b) => b.currentURI.spec);
            """
        )
        return f"{self.base}/popup/popup.html" in addresses

    def popup_text(self) -> str:
        self.remote.command("Marionette:SetContext", value="chrome")
        try:
            return self.remote.run_async(
                """
                const done = arguments[arguments.length - 1];
                const window = Services.wm.getMostRecentWindow("navigator:browser");
                const manager = window.document.querySelector(".webextension-popup-browser")?.messageManager;
                if (!manager) return done("");
                manager.addMessageListener("words", (message) => done(message.data));
                window.setTimeout(done, 1000, ""); // a popup that goes or loads right now does not answer
                manager.loadFrameScript("data:,sendAsyncMessage('words', content.document.body.innerText)", false);
                """
            )
        finally:
            self.remote.command("Marionette:SetContext", value="content")

    def document_address(self) -> str:
        return self.js("document.documentURI") or ""  # nothing between two pages

    def in_panel(self, expression: str) -> Any:
        root = "document.querySelector('leadlight-panel')?.openOrClosedShadowRoot ?? null"
        return self.remote.run(f"return ((root) => ({expression}))({root})", sandbox="system")

    def click_at(self, x: float, y: float, button: int = 0) -> None:
        pointer = {
            "type": "pointer",
            "id": "mouse",
            "parameters": {"pointerType": "mouse"},
            "actions": [
                {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0},
                {"type": "pointerDown", "button": button},
                {"type": "pointerUp", "button": button},
            ],
        }
        self.remote.command("WebDriver:PerformActions", actions=[pointer])

    def _menu_chosen(self, words: str) -> bool:
        return bool(
            self.remote.run_in_browser(
                """
                const window = Services.wm.getMostRecentWindow("navigator:browser");
                const menu = window.document.getElementById("contentAreaContextMenu");
                const entry = [...menu.querySelectorAll("menuitem")].find(({ label }) => label === arguments[0]);
                if (menu.state !== "open" || !entry) return false;
                menu.activateItem(entry);
                return true;
                """,
                words,
            )
        )

    def choose_in_menu(self, words: str, frame: str = "") -> None:
        around = f"document.querySelector({frame!r})" if frame else "null"
        inside = (
            f"((frame) => {{ const selection = (frame?.contentWindow ?? window).getSelection();"
            "const [b] = selection.getRangeAt(0).getClientRects(), out = frame?.getBoundingClientRect();"
            f"return [b.x + (out?.x ?? 0) + 20, b.y + (out?.y ?? 0) + 8] }})({around})"
        )
        self.click_at(*self.js(inside), button=2)
        wait_for(lambda: self._menu_chosen(words), f"{words!r} in the menu")

    def darken(self, dark: bool) -> None:
        self.remote.run_in_browser(
            "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0])",
            0 if dark else 1,
        )

    def press(self, key: str) -> None:
        value = KEYS.get(key, key)
        keyboard = {"type": "key", "id": "keys", "actions": [{"type": t, "value": value} for t in ("keyDown", "keyUp")]}
        self.remote.command("WebDriver:PerformActions", actions=[keyboard])

    def resize(self, width: int, height: int) -> None:
        # The page itself gets the size: Firefox's window does not go below 450 pixels.
        self.remote.command("WebDriver:SetWindowRect", width=max(width, 600), height=height + FRAME_PX)
        self.remote.run_in_browser(
            """
            const [width, height] = arguments;
            const { selectedBrowser } = Services.wm.getMostRecentWindow("navigator:browser").gBrowser;
            Object.assign(selectedBrowser.style, { width: `${width}px`, height: `${height}px`, flex: "none" });
            """,
            width,
            height,
        )
        size = [width, height]
        wait_for(lambda: self.js("[innerWidth, innerHeight]") == size, f"a page of {size} pixels")

    def shot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.remote.command("WebDriver:TakeScreenshot", full=False)))

    def axe(self, source: str) -> list[str]:
        if self.panel_text():
            return self._axe_in_panel(source)
        body = (
            f"{source};const done = arguments[arguments.length - 1];"
            "axe.run().then((r) => done(r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | '))))"
        )
        return self.remote.run_async(body)

    def _axe_in_panel(self, source: str) -> list[str]:
        # A system sandbox may look into the closed root, and lends it to axe there.
        body = (
            f"{source};const host = document.querySelector('leadlight-panel');"
            "const root = host.openOrClosedShadowRoot; const done = arguments[arguments.length - 1];"
            "Object.defineProperty(host, 'shadowRoot', {value: root, configurable: true});"
            "window.axe.run({include: [host]}).then((r) => done(r.violations.map("
            "(v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | '))))"
        )
        return self.remote.command("WebDriver:ExecuteAsyncScript", script=body, args=[], sandbox="system")

    def _tabs(self) -> dict[str, str]:
        handles = self.remote.command("WebDriver:GetWindowHandles")
        # A tab that is just being made has no address yet.
        return {h: self._in_tab(h, lambda: self.js("location.href")) or "" for h in handles}

    def tab_addresses(self) -> list[str]:
        return list(self._tabs().values())

    def switch_to(self, part_of_address: str) -> None:
        self.tab = wait_for(
            lambda: next((handle for handle, url in self._tabs().items() if part_of_address in url), None),
            f"a tab with {part_of_address}",
        )
        self.remote.command("WebDriver:SwitchToWindow", handle=self.tab, focus=True)

    def to_first_tab(self) -> None:
        self.tab = self.first_tab
        for handle in self.remote.command("WebDriver:GetWindowHandles"):
            if handle not in (self.first_tab, self.own_tab):
                self._in_tab(handle, lambda: self.remote.command("WebDriver:CloseWindow"))
        self.remote.command("WebDriver:SwitchToWindow", handle=self.tab, focus=True)

    def allow_service(self, allowed: bool) -> None:
        self.remote.run_in_browser(
            """
            const [id, how] = arguments;
            const address = "resource://gre/modules/ExtensionPermissions.sys.mjs";
            const { ExtensionPermissions } = ChromeUtils.importESModule(address);
            const data_collection = ["websiteContent", "browsingActivity"];
            const wanted = { origins: ["http://127.0.0.1/*"], permissions: [], data_collection };
            return ExtensionPermissions[how](id, wanted, WebExtensionPolicy.getByID(id).extension);
            """,
            self.id,
            "add" if allowed else "remove",
        )

    def stop_background(self) -> None:
        self.remote.run_in_browser(
            "return WebExtensionPolicy.getByID(arguments[0]).extension.terminateBackground();", self.id
        )

    def watch_background(self) -> None:
        self.remote.run_in_browser("Services.console.reset();")

    def faults_of_background(self) -> list[str]:
        told = self.remote.run_in_browser(
            """
            const [base] = arguments;
            const isFault = (message) =>
              message instanceof Ci.nsIScriptError &&
              !(message.flags & Ci.nsIScriptError.warningFlag) &&
              !message.errorMessage.includes("after context unloaded") && // Firefox's own note about a tab that went
              message.sourceName.startsWith(base);
            return Services.console.getMessageArray().filter(isFault).map((message) => message.errorMessage);
            """,
            self.base,
        )
        return list(told)

    def close(self) -> None:
        self.remote.close()
