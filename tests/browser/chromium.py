"""Chromium with the extension, through Playwright and the browser's own debugging protocol."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Error, Page, Worker, sync_playwright

from browser.driver import Driver, PageMoved, wait_for
from patience import PATIENCE_S

SWITCHES = (
    "--enable-unsafe-extension-debugging", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)  # fmt: skip


MOVED = (
    "Execution context was destroyed",
    "Cannot find context with specified id",
    "Inspected target navigated or closed",
    "frame was detached",
)


@contextmanager
def may_move() -> Iterator[None]:
    """Tell what a page that moves does to a look at it from a fault."""
    try:
        yield
    except Error as error:
        if any(words in str(error) for words in MOVED):
            raise PageMoved(str(error)) from error
        raise


class Chromium(Driver):
    """Loads the unpacked extension and clicks its toolbar button by the Extensions domain of the protocol."""

    name = "chromium"

    def __init__(self, extension: Path, *, switches: tuple[str, ...] = (), dark: bool = False) -> None:
        binary = shutil.which("chromium")
        assert binary, "no chromium on the PATH; tests/setup.sh installs it"
        self.playwright = sync_playwright().start()
        self.profile = tempfile.TemporaryDirectory(prefix="leadlight-chromium-", ignore_cleanup_errors=True)
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile.name,
            executable_path=binary,
            headless=True,
            chromium_sandbox=False,
            color_scheme="dark" if dark else "light",
            ignore_default_args=["--disable-extensions"],
            args=[*SWITCHES, *switches],
        )
        self.context.set_default_timeout(PATIENCE_S * 1_000)
        assert self.context.browser
        self.control: CDPSession = self.context.browser.new_browser_cdp_session()
        self.id: str = self.control.send("Extensions.loadUnpacked", {"path": str(extension)})["id"]
        self.base = f"chrome-extension://{self.id}"
        self.page: Page = self.context.pages[0]
        self.past_welcome()

    def open(self, url: str) -> None:
        self.page.goto(url)

    def open_as(self, url: str, page: Path, port: int) -> None:
        self.context.route(url, lambda route: route.fulfill(path=page, content_type="text/html"))
        try:
            self.open(url)
        finally:
            self.context.unroute(url)

    def open_beside(self, url: str) -> None:
        self.page = self.context.new_page()
        self.open(url)

    def js(self, expression: str) -> Any:
        with may_move():
            return self.page.evaluate(expression)

    def own_js(self, expression: str) -> Any:
        page = self.context.new_page()
        try:
            page.goto(f"{self.base}/icons/leadlight-16.png")
            return page.evaluate(f"(async () => ({expression}))()")
        finally:
            page.close()
            self.page.bring_to_front()

    def click_toolbar(self) -> None:
        self.page.bring_to_front()
        # Browser targets of pages do not count here: the action belongs to a tab.
        tabs = self.control.send("Target.getTargets", {"filter": [{"type": "tab"}]})["targetInfos"]
        here = next(tab["targetId"] for tab in tabs if tab["url"] == self.page.url)
        self.control.send("Extensions.triggerAction", {"id": self.id, "targetId": here})

    def popup_is_open(self) -> bool:
        targets = self.control.send("Target.getTargets")["targetInfos"]
        return any(target["url"] == f"{self.base}/popup/popup.html" for target in targets)

    def popup_text(self) -> str:
        targets = self.control.send("Target.getTargets")["targetInfos"]
        popup = [target for target in targets if target["url"] == f"{self.base}/popup/popup.html"]
        if not popup:
            return ""
        attach = {"targetId": popup[0]["targetId"], "flatten": False}
        session = self.control.send("Target.attachToTarget", attach)["sessionId"]
        answers: list[str] = []
        self.control.on("Target.receivedMessageFromTarget", lambda event: answers.append(event["message"]))
        expression = {"expression": "document.body?.innerText ?? ''", "returnByValue": True}
        message = json.dumps({"id": 1, "method": "Runtime.evaluate", "params": expression})
        self.control.send("Target.sendMessageToTarget", {"sessionId": session, "message": message})
        answer = wait_for(lambda: self.page.wait_for_timeout(20) or answers, "the popup to answer")
        self.control.send("Target.detachFromTarget", {"sessionId": session})
        return str(json.loads(answer[-1])["result"]["result"].get("value", ""))

    def document_address(self) -> str:
        try:
            return str(self.js("document.documentURI"))
        except PageMoved:
            return ""

    def _world(self, session: CDPSession) -> int | None:
        worlds: list[dict[str, Any]] = []
        session.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
        session.send("Runtime.enable")
        mine = [w for w in worlds if w["auxData"].get("type") == "isolated" and w["origin"].startswith(self.base)]
        return mine[-1]["id"] if mine else None

    def in_world(self, expression: str) -> Any:
        """Return the value of an expression in the content scripts' own world, None when there is none."""
        session = self.context.new_cdp_session(self.page)
        try:
            with may_move():
                world = self._world(session)
                if world is None:
                    return None
                answer = session.send(
                    "Runtime.evaluate",
                    {"expression": expression, "contextId": world, "awaitPromise": True, "returnByValue": True},
                )
            assert "exceptionDetails" not in answer, answer["exceptionDetails"]
            return answer["result"].get("value")
        finally:
            session.detach()

    def in_panel(self, expression: str) -> Any:
        root = "globalThis.leadlight?.panelRoot?.isConnected ? leadlight.panelRoot : null"
        return self.in_world(f"((root) => ({expression}))({root})")

    def click_at(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def choose_in_menu(self, words: str, frame: str = "") -> None:
        selection = f"document.querySelector({frame!r}).contentWindow.getSelection()" if frame else "getSelection()"
        told = {"menuItemId": "check-selection", "frameId": 7 if frame else 0}
        told["selectionText"] = self.js(f"{selection}.toString().replace(/\\s+/g, ' ')")
        self._worker().evaluate(
            "(told) => chrome.tabs.query({ active: true }).then(([tab]) =>"
            "chrome.contextMenus.onClicked.dispatch(told, tab))",
            told,
        )

    def darken(self, dark: bool) -> None:
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def shot(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def axe(self, source: str) -> list[str]:
        run = "axe.run(%s).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))"
        if self.panel_text():
            # In this world the closed root can be lent to axe without opening it to the page.
            lend = (
                "const root = leadlight.panelRoot;"
                "Object.defineProperty(root.host, 'shadowRoot', {value: root, configurable: true})"
            )
            return self.in_world(f"{source};(() => {{ {lend}; return {run % '{include: [root.host]}'} }})()")
        return self.page.evaluate(f"{source};{run % ''}")

    def tab_addresses(self) -> list[str]:
        self.page.wait_for_timeout(20)  # Playwright hears of new tabs only while it waits
        return [page.url for page in self.context.pages]

    def switch_to(self, part_of_address: str) -> None:
        self.page = wait_for(
            lambda: (
                self.page.wait_for_timeout(20)
                or next((page for page in self.context.pages if part_of_address in page.url), None)
            ),
            f"a tab with {part_of_address}",
        )
        self.page.bring_to_front()

    def to_first_tab(self) -> None:
        self.page = self.context.pages[0]
        for page in self.context.pages[1:]:
            page.close()

    def allow_service(self, allowed: bool) -> None:
        """The copy that Chromium loads has the permission from the start: there is no window to ask in."""

    def stop_background(self) -> None:
        page = self.context.new_page()
        try:
            page.goto(f"{self.base}/icons/leadlight-16.png")
            session = self.context.new_cdp_session(page)
            session.send("ServiceWorker.enable")
            session.send("ServiceWorker.stopAllWorkers")
        finally:
            page.close()
            self.page.bring_to_front()

    def _worker(self) -> Worker:
        self.own_js("chrome.runtime.sendMessage({ name: 'own.settings' })")  # wakes it
        return wait_for(
            lambda: (
                self.page.wait_for_timeout(20)
                or next((worker for worker in self.context.service_workers if worker.url.startswith(self.base)), None)
            ),
            "the background",
        )

    def watch_background(self) -> None:
        note = "event => (globalThis.faults ??= []).push(String(event.reason ?? event.message))"
        self._worker().evaluate(
            f"globalThis.faults ? (faults.length = 0) : ['unhandledrejection', 'error'].forEach("
            f"(name) => addEventListener(name, {note}))"
        )

    def faults_of_background(self) -> list[str]:
        return list(self._worker().evaluate("globalThis.faults ?? []"))

    def close(self) -> None:
        self.context.close()
        self.playwright.stop()
        self.profile.cleanup()
