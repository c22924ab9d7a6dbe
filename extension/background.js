// Listens, and routes each message by its name to whoever handles it, if the sender may say it. Nothing else.
import "./platform/browser.js";
import { wordsOf } from "./platform/errors.js";
import { changeMode, followSettings, lookByItself, originsFor } from "./background/automatic.js";
import { allBoards } from "./background/boards.js";
import { checkTab, askAbout, dropTab, panelHidden, questionLost, sayNotChecked, viewOfTab } from "./background/check_ad.js";
import { ADDRESS, neededFor, takeBackAll, WORDS } from "./background/consent.js";
import { testService } from "./background/service.js";
import { adForReport, deleteReport, keepReport, keptReports } from "./background/reports.js";
import { askAboutReceipt, askAboutReport, neededForReports, sendReport, sendWaiting } from "./background/sending.js";
import { choicesIn, readSettings, saveSettings } from "./background/settings.js";
import { drawMenu } from "./background/menu.js";
import { clearPage, focusPanel, pageMoved } from "./background/page.js";
import { forgetAll } from "./background/tab_state.js";
import { LANGUAGES, languageFor, textsOf } from "./background/texts.js";

const { browser } = globalThis.leadlight;

/** @param {number} tabId @param {any} message */
async function askFromPage(tabId, message) {
  const outcome = await askAbout(tabId, String(message.token), message.address === true);
  if (outcome === "not_allowed") {
    await openAbout(tabId, "ask/ask.html", message.address === true ? { address: "1" } : {});
  }
  return { outcome };
}

/** Opens one of the extension's own pages about the ad of a tab. @param {number} tabId @param {string} path @param {Record<string, string>} more */
function openAbout(tabId, path, more) {
  const query = new URLSearchParams({ tab: String(tabId), ...more });
  return browser.tabs.create({ url: browser.runtime.getURL(`${path}?${query}`), openerTabId: tabId });
}

/** The reader wants to see nothing on this site unless they click. @param {number} tabId @param {chrome.runtime.MessageSender} sender */
async function hideSite(tabId, sender) {
  const { hostname } = new URL(sender.url ?? "");
  const { hiddenSites } = await readSettings();
  if (hostname && !hiddenSites.includes(hostname)) await saveSettings({ hiddenSites: [...hiddenSites, hostname].sort() });
  await clearPage(tabId);
  await dropTab(tabId);
}

/** What the panel on a page may say. The page itself cannot: it has no way to these messages. @type {Record<string, (tabId: number, message: any, sender: chrome.runtime.MessageSender) => Promise<unknown>>} */
const FROM_PAGES = {
  "page.ask": askFromPage,
  "page.ask_lost": (tabId, message) => questionLost(tabId, String(message.token)),
  "page.closed": (tabId) => dropTab(tabId),
  "page.left": (tabId) => dropTab(tabId),
  "page.changed": (tabId) => dropTab(tabId),
  "page.moved": (tabId) => dropTab(tabId),
  "page.looks_like_ad": (tabId, message, sender) => lookByItself(tabId, sender.url ?? "", message.board === true),
  "page.hide_site": (tabId, _, sender) => hideSite(tabId, sender),
  "page.panel_hidden": (tabId) => panelHidden(tabId),
  "page.learn": (tabId, message) => openAbout(tabId, "learn/learn.html", { key: String(message.key) }),
  "page.report": (tabId, message) => openAbout(tabId, "report/report.html", { kind: String(message.kind) }),
  "page.settings": () => browser.runtime.openOptionsPage(),
};

async function words() {
  const { language } = await readSettings();
  const texts = await textsOf(languageFor(language));
  const names = await Promise.all(LANGUAGES.map(async (code) => [code, (await textsOf(code)).language.name]));
  return { words: texts.extension, language: texts.language, languages: Object.fromEntries(names) };
}

/** @param {any} message */
async function save(message) {
  const { mode, ...choices } = choicesIn(message);
  if (message.language === "" || LANGUAGES.includes(message.language)) choices.language = message.language;
  await saveSettings(choices);
  if (choices.language !== undefined) await drawMenu();
  if (mode) await changeMode(mode);
  return readSettings();
}

/** What the browser has to be asked for before a choice can hold; to be known before the click. */
async function neededForChoices() {
  const { serviceUrl } = await readSettings();
  return {
    boards: { origins: await originsFor("boards") },
    pages: { origins: await originsFor("pages") },
    lookups: await neededFor(serviceUrl, ADDRESS),
    names: (await allBoards()).map(({ name }) => name),
  };
}

async function deleteEverything() {
  for (const tab of await browser.tabs.query({})) {
    if (tab.id === undefined) continue;
    await clearPage(tab.id);
    await dropTab(tab.id);
  }
  await forgetAll();
  await browser.storage.local.clear();
  await followSettings();
  await takeBackAll();
  await drawMenu();
}

/** What the extension's own pages may say. @type {Record<string, (message: any) => Promise<unknown>>} */
const FROM_OWN_PAGES = {
  "own.words": words,
  "own.check": (message) => checkTab(Number(message.tabId)),
  "own.show": (message) => focusPanel(Number(message.tabId)),
  "own.view": (message) => viewOfTab(Number(message.tabId)),
  "own.ask": (message) => askAbout(Number(message.tabId), String(message.token), message.address === true),
  "own.settings": readSettings,
  "own.save": save,
  "own.needed": async (message) => neededFor((await readSettings()).serviceUrl, message.address === true ? [...WORDS, ...ADDRESS] : WORDS),
  "own.needed_for_choices": neededForChoices,
  "own.ad": (message) => adForReport(Number(message.tabId)),
  "own.reports": keptReports,
  "own.keep_report": (message) => keepReport(message.report),
  "own.delete_report": (message) => deleteReport(String(message.id)),
  "own.send_report": (message) => sendReport(String(message.id), message.openly === true),
  "own.send_waiting": sendWaiting,
  "own.ask_report": (message) => askAboutReport(String(message.id)),
  "own.ask_receipt": (message) => askAboutReceipt(String(message.receipt)),
  "own.needed_for_reports": neededForReports,
  "own.test_service": async () => testService((await readSettings()).serviceUrl),
  "own.delete_everything": deleteEverything,
};

/** @param {any} message @param {chrome.runtime.MessageSender} sender @returns {Promise<unknown>} */
async function route(message, sender) {
  const name = String(message?.name);
  if (sender.url?.startsWith(browser.runtime.getURL(""))) {
    const handler = Object.hasOwn(FROM_OWN_PAGES, name) && FROM_OWN_PAGES[name];
    if (handler) return handler(message);
  } else if (sender.tab?.id !== undefined && sender.frameId === 0) {
    const handler = Object.hasOwn(FROM_PAGES, name) && FROM_PAGES[name];
    if (handler) return handler(sender.tab.id, message, sender);
  }
  throw new Error(`nobody may say ${name} from there`);
}

browser.runtime.onMessage.addListener((message, sender, reply) => {
  if (sender.id !== browser.runtime.id) return false;
  route(message, sender).then(
    (value) => reply({ value }),
    (error) => {
      if (wordsOf(error) === "error_unexpected") console.error(error);
      reply({ error: wordsOf(error) });
    },
  );
  return true; // the reply comes later
});

// A tab that goes elsewhere takes its verdict with it.
browser.tabs.onUpdated.addListener((tabId, change) => {
  if (change.status === "loading") dropTab(tabId);
  // Where pages have no Navigation API (Firefox before 147), only this tells that a board has swapped its ad.
  else if (change.url) pageMoved(tabId);
});
browser.tabs.onRemoved.addListener((tabId) => dropTab(tabId));

// An update loses the registered scripts, and a permission may be taken back in the browser's own settings.
const follow = () => followSettings().catch((error) => console.warn("The choice of pages could not be followed:", error));
browser.runtime.onStartup.addListener(follow);
// The reader asked for what waits to be sent as soon as the service can be reached.
const tryWaiting = () => sendWaiting().catch((error) => console.warn("Reports that wait could not be sent:", wordsOf(error)));
browser.runtime.onStartup.addListener(tryWaiting);
const draw = () => drawMenu().catch((error) => console.warn("The menu could not be drawn:", wordsOf(error)));
browser.runtime.onStartup.addListener(draw);
browser.permissions.onRemoved.addListener(follow);

browser.runtime.onInstalled.addListener(({ reason }) => {
  follow();
  if (reason === "install") browser.tabs.create({ url: browser.runtime.getURL("welcome/welcome.html") });
  draw();
});
browser.contextMenus?.onClicked.addListener(({ selectionText = "", frameId = 0 }, tab) => {
  const tabId = tab?.id;
  if (tabId !== undefined) checkTab(tabId, { marked: { text: selectionText, inFrame: frameId !== 0 } }).catch((error) => sayNotChecked(tabId, error));
});
