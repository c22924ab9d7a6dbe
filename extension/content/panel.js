// Classic script. The panel on the page: a closed shadow root in the top layer, without any field to type in,
// because a page can read the keys that are typed into a panel.
(() => {
  const { leadlight } = globalThis;
  if (Object.hasOwn(leadlight, "panel")) return;

  /** How often the panel comes back after a page took it away; then the toolbar alone tells. */
  const MOST_RETURNS = 3;
  /** Times after which a page may have drawn something over the panel, in milliseconds. */
  const LOOK_AGAIN_MS = [500, 1500, 3000, 6000];
  /** A swapped ad is noticed this many milliseconds after the page begins to change. */
  const SWAP_MS = 250;
  /** Words of an ad that are looked for again: so many places, and so many characters from its middle. */
  const SAMPLE = 20;
  const MIDDLE = 60;
  /** Below this size in pixels nobody can read the panel. */
  const SMALLEST_PX = 40;
  const { make, onClick } = leadlight.verdictView;

  /** @type {Shown | null} */ let open = null;

  /** @param {string} name @param {Record<string, unknown>} [more] */
  const tell = (name, more = {}) => leadlight.browser.runtime.sendMessage({ name, token: leadlight.reading?.token, ...more }).catch(() => undefined);

  /** @param {ShadowRoot} root @param {string} css */
  function dress(root, css) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(make("style", {}, css)); // older engines refuse a sheet that another world made
    }
  }

  /** @param {Element} host */
  function raise(host) {
    host.setAttribute("popover", "manual");
    const popover = /** @type {HTMLElement} */ (host);
    try {
      if (popover.matches(":popover-open")) popover.hidePopover();
      popover.showPopover();
    } catch {
      // The page removed it between two steps: the guard below puts it back.
    }
  }

  /** @param {Element} host */
  function isSeen(host) {
    const box = host.getBoundingClientRect();
    if (!host.isConnected || box.width < SMALLEST_PX || box.height < SMALLEST_PX) return false;
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === host;
  }

  /** Puts the panel back where it can be seen, a few times. */
  function keep() {
    if (!open || isSeen(open.host)) return;
    const modal = document.querySelector("dialog:modal");
    if (modal && open.host.isConnected) {
      // A dialog of the page's own makes all else inert. That is no attack: stand above it once, then wait.
      if (!open.modals.has(modal)) raise(open.host);
      open.modals.add(modal);
      return;
    }
    open.returns += 1;
    if (open.returns > MOST_RETURNS) {
      takeAway();
      tell("page.panel_hidden");
      return;
    }
    if (!open.host.isConnected) document.documentElement.append(open.host);
    raise(open.host);
  }

  /** @param {HTMLElement} host */
  function guard(host) {
    const observer = new MutationObserver(keep);
    observer.observe(document.documentElement, { childList: true });
    observer.observe(host, { attributes: true });
    return { observer, ad: watchAd(), timers: LOOK_AGAIN_MS.map((wait) => setTimeout(keep, wait)) };
  }

  function takeAway() {
    if (!open) return;
    open.observer.disconnect();
    open.ad.disconnect();
    open.timers.forEach(clearTimeout);
    open.host.remove();
    open = null;
    leadlight.paint.nothing();
  }

  function close() {
    takeAway();
    tell("page.closed");
  }

  /** Leaves for a neutral page at once; the way back does not lead here. @param {string} address */
  function leave(address) {
    tell("page.left");
    takeAway();
    location.replace(address);
  }

  /** @param {View} view @param {HTMLElement} scroll */
  function frameOf(view, scroll) {
    const closing = onClick(make("button", { class: "close", type: "button", "aria-label": view.words.close ?? "" }, leadlight.shape("close")), close);
    const settings = onClick(make("button", { class: "button plain", type: "button" }, view.words.settings ?? ""), () => tell("page.settings"));
    const leaving = onClick(make("button", { class: "button", type: "button" }, view.words.leave_quickly ?? ""), () => leave(view.exit));
    const foot = make("div", { class: "foot" }, leaving, settings);
    return make(
      "section",
      { class: "frame verdict", role: "region", "aria-label": view.words.panel ?? "", lang: view.language.code, dir: view.language.direction },
      closing,
      scroll,
      foot,
    );
  }

  /** @returns {Actions} */
  function actions() {
    return {
      goTo: (key) => {
        if (open && leadlight.paint.goTo(key)) moveAside(open.host);
      },
      ask: async (address) => {
        // No reply at all: the background was stopped meanwhile, and nobody waits for the answer any more.
        if (!(await tell("page.ask", { address }))) tell("page.ask_lost");
      },
      learn: (key) => tell("page.learn", { key }),
      report: (kind) => tell("page.report", { kind }),
      hide: () => {
        takeAway();
        tell("page.hide_site");
      },
    };
  }

  /** On wide pages the panel goes to the side where it covers the painted words less. @param {HTMLElement} host */
  function moveAside(host) {
    const box = leadlight.paint.boxOfCurrent();
    if (!box) return;
    const middle = (box.left + box.right) / 2;
    host.dataset.side = middle > innerWidth * 0.66 ? "left" : "right";
  }

  /** @param {View} view @param {ShadowRoot} root */
  function fill(view, root) {
    const shown = leadlight.paint.all(leadlight.verdictView.quotesOf(view));
    const scroll = make("div", { class: "scroll", tabindex: "-1" }, leadlight.verdictView.draw(view, actions(), shown));
    const frame = frameOf(view, scroll);
    frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    const before = root.querySelector(".scroll")?.scrollTop ?? 0;
    const focused = root.activeElement;
    if (!root.querySelector(".frame")) frame.dataset.new = "";
    root.querySelector(".frame")?.remove();
    root.append(frame);
    scroll.scrollTop = before;
    // A reader with a keyboard stays in the panel: on the same button, or beside the one that is gone.
    if (focused) (twinOf(focused, frame) ?? scroll).focus({ preventScroll: true });
  }

  /** What took the place of an element of the panel when it was drawn anew. @param {Element} gone @param {HTMLElement} frame @returns {HTMLElement | undefined} */
  function twinOf(gone, frame) {
    const alike = /** @type {NodeListOf<HTMLElement>} */ (frame.querySelectorAll(gone.localName));
    return [...alike].find((one) => one.className === gone.className && one.textContent === gone.textContent);
  }

  /** @param {string} css @returns {Shown} */
  function put(css) {
    const host = document.createElement("leadlight-panel");
    const root = host.attachShadow({ mode: "closed" });
    dress(root, css);
    for (const kind of ["keydown", "keyup", "keypress", "click", "pointerdown", "mousedown", "wheel"]) {
      root.addEventListener(kind, (event) => event.stopPropagation());
    }
    document.documentElement.append(host);
    raise(host);
    return { host, root, returns: 0, modals: new WeakSet(), ...guard(host) };
  }

  /**
   * Shows a verdict on the page that it was read from.
   * @param {View} view @param {string} css of the panel
   * @returns {boolean} false when the page has moved on since: an old verdict is never shown
   */
  function show(view, css) {
    if (leadlight.reading?.token !== view.token || leadlight.reading.url !== location.href) return false;
    open ??= put(css);
    fill(view, open.root);
    leadlight.panelRoot = open.root; // this world only; for tests of accessibility
    return true;
  }

  /** For readers with a keyboard: the next key goes to the verdict. */
  function focus() {
    /** @type {HTMLElement | null | undefined} */ (open?.root.querySelector(".scroll"))?.focus();
  }

  /** The page shows another ad: the old verdict goes at once, and where pages are looked at by themselves a new look begins. */
  function adChanged() {
    leadlight.reading = undefined;
    takeAway();
    tell("page.changed");
    leadlight.detect?.again();
  }

  /** A board that swaps its ads without loading a page. */
  function pageChanged() {
    if (leadlight.reading && leadlight.reading.url !== location.href) adChanged();
  }

  /** Whether the words that were read are still somewhere on the page, in the same nodes or drawn anew. */
  function adIsThere() {
    const shown = leadlight.reading?.shown ?? { pieces: [], text: "" };
    const { pieces, text } = shown;
    if (!pieces.length) return true;
    const step = Math.max(1, Math.floor(pieces.length / SAMPLE));
    const sample = pieces.filter((_, place) => place % step === 0);
    if (sample.filter((piece) => leadlight.pageText.isThere(shown, piece)).length * 2 >= sample.length) return true;
    const middle = text.slice(text.length >> 1, (text.length >> 1) + MIDDLE);
    return leadlight.pageText.find(leadlight.pageText.collect(document.body).text, middle) !== null;
  }

  /** A board that swaps its ads under one address. Runs only while the panel stands there. */
  function watchAd() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
    const observer = new MutationObserver(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (open && !adIsThere()) adChanged();
      }, SWAP_MS);
    });
    observer.observe(document.body ?? document.documentElement, { childList: true, characterData: true, subtree: true });
    return observer;
  }

  // The background forgets a page that is left. When the reader comes back to it as it was, nothing old may stand there.
  addEventListener("pagehide", () => {
    leadlight.reading = undefined;
    takeAway();
  });
  globalThis.navigation?.addEventListener("currententrychange", pageChanged);
  addEventListener("popstate", pageChanged);
  addEventListener("hashchange", pageChanged);

  leadlight.panel = { show, focus, takeAway, pageChanged };
})();
