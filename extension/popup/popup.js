import { ask, byId, speak } from "../platform/own_page.js";

const { browser, verdictView } = globalThis.leadlight;
const { make, onClick } = verdictView;
const content = byId("content");
/** What is drawn now. Drawing the same again would take the button away under a finger, and the place of the keyboard. */
let drawn = "";

/** A test opens this page in a tab of its own and names the tab to look at. */
async function tabToCheck() {
  const named = new URLSearchParams(location.search).get("tab");
  if (named) return Number(named);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? -1;
}

/** @param {string} sentence */
function say(sentence) {
  drawn = "";
  const picture = make("img", { src: "/icons/leadlight-32.png", alt: "" });
  content.replaceChildren(make("p", { class: "waiting" }, picture, sentence));
}

/** @param {View} view */
function signs(view, /** @type {Record<string, string>} */ words) {
  if (!view.findings.length) return null;
  const heading = (words.popup_signs ?? "").replace("{count}", String(view.findings.length));
  const list = view.findings.map((finding) => make("li", {}, finding.headline));
  return make("section", { class: "signs" }, make("h3", {}, heading), make("ul", {}, ...list));
}

/** Menus on selected words do not exist everywhere: after a selection this button does the same. @param {Record<string, string>} words */
function selectFirst(words) {
  const again = onClick(make("button", { class: "button again", type: "button" }, words.popup_again ?? ""), check);
  return make("div", { class: "part select" }, make("p", {}, words.popup_select ?? ""), again);
}

/** @param {View} view @param {Record<string, string>} words @param {number} tabId */
function inShort(view, words, tabId) {
  const show = onClick(make("button", { class: "button main", type: "button" }, words.popup_show ?? ""), async () => {
    await ask("own.show", { tabId }).catch(() => undefined);
    await browser.tabs.update(tabId, { active: true });
    close();
  });
  return make(
    "article",
    { class: "verdict popup", lang: view.language.code, dir: view.language.direction },
    verdictView.levelOf(view),
    signs(view, words),
    verdictView.checksOf(view),
    view.unmarked ? selectFirst(words) : null,
    make("div", { class: "foot" }, show, settings(words)),
  );
}

/** The whole verdict: the page did not let the panel stay. @param {View} view @param {Record<string, string>} words @param {number} tabId */
function inFull(view, words, tabId) {
  /** @param {string} path @param {Record<string, string>} more */
  const open = (path, more) => {
    const query = new URLSearchParams({ tab: String(tabId), ...more });
    browser.tabs.create({ url: browser.runtime.getURL(`${path}?${query}`) });
    close();
  };
  const actions = {
    ...verdictView.noActions,
    /** @param {boolean} address */
    ask: async (address) => {
      const outcome = await ask("own.ask", { tabId, token: view.token, address }).catch(() => "lost");
      if (outcome === "not_allowed") open("ask/ask.html", address ? { address: "1" } : {});
    },
    /** @param {string} key */
    learn: (key) => open("learn/learn.html", { key }),
    /** @param {string} kind */
    report: (kind) => open("report/report.html", { kind }),
  };
  const whole = verdictView.draw(view, actions, new Set());
  whole.prepend(make("p", { class: "note" }, words.popup_only_here ?? ""));
  return whole;
}

/** @param {View} view @param {Record<string, string>} words @param {number} tabId */
function draw(view, words, tabId) {
  const wanted = JSON.stringify(view);
  if (wanted === drawn) return;
  drawn = wanted;
  content.replaceChildren(view.onPage ? inShort(view, words, tabId) : inFull(view, words, tabId));
}

/** @param {Record<string, string>} words */
function settings(words) {
  return onClick(make("button", { class: "button", type: "button" }, words.settings ?? ""), () => {
    browser.runtime.openOptionsPage();
    close();
  });
}

/** Where words may be selected, the reader is told to; where the browser forbids reading, that would not help. @param {string} why key of the words */
function drawFailure(why) {
  const foot = make("div", { class: "foot" }, settings(words));
  say(words[why] ?? words.error_unexpected ?? "");
  content.append(make("div", { class: "verdict popup" }, why === "error_site_not_allowed" ? null : selectFirst(words), foot));
}

/** Draws what is known by now: the page may have taken the panel away meanwhile, or the service answered. */
async function refresh() {
  const view = await ask("own.view", { tabId });
  if (view) draw(view, words, tabId);
}

async function check() {
  say(words.popup_checking ?? "");
  try {
    await ask("own.check", { tabId });
    await refresh();
  } catch (error) {
    drawFailure(/** @type {Error} */ (error).message);
  }
}

const { words } = await speak();
const tabId = await tabToCheck();
browser.storage.session.onChanged.addListener((changes) => {
  if (`tab:${tabId}` in changes) refresh().catch(() => undefined);
});
await check();
