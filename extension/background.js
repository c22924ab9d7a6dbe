// Listens, and routes each message by its name to whoever handles it, if the sender may say it. Nothing else.
import "./platform/browser.js";
import { wordsOf } from "./platform/errors.js";
import { checkTab, askAbout, dropTab, panelHidden, viewOfTab } from "./background/check_ad.js";
import { neededFor, takeBackAll } from "./background/consent.js";
import { testService } from "./background/service.js";
import { readSettings, saveSettings, serviceAddress } from "./background/settings.js";
import { clearPage } from "./background/page.js";
import { forgetAll } from "./background/tab_state.js";
import { LANGUAGES, languageFor, textsOf } from "./background/texts.js";

const { browser } = globalThis.leadlight;
const MENU = "check-selection";

/** @param {number} tabId @param {any} message */
async function askFromPage(tabId, message) {
  const outcome = await askAbout(tabId, String(message.token), message.address === true);
  if (outcome === "not_allowed") await browser.tabs.create({ url: browser.runtime.getURL(`ask/ask.html?tab=${tabId}`), openerTabId: tabId });
  return { outcome };
}

/** What the panel on a page may say. The page itself cannot: it has no way to these messages. @type {Record<string, (tabId: number, message: any) => Promise<unknown>>} */
const FROM_PAGES = {
  "page.ask": askFromPage,
  "page.closed": (tabId) => dropTab(tabId),
  "page.left": (tabId) => dropTab(tabId),
  "page.changed": (tabId) => dropTab(tabId),
  "page.panel_hidden": (tabId) => panelHidden(tabId),
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
  const { language, serviceUrl } = message;
  /** @type {Partial<import("./background/settings.js").Settings>} */ const choices = {};
  if (language === "" || LANGUAGES.includes(language)) choices.language = language;
  const address = typeof serviceUrl === "string" ? serviceAddress(serviceUrl) : "";
  if (address) choices.serviceUrl = address;
  await saveSettings(choices);
  return readSettings();
}

async function deleteEverything() {
  for (const tab of await browser.tabs.query({})) {
    if (tab.id === undefined) continue;
    await clearPage(tab.id);
    await dropTab(tab.id);
  }
  await forgetAll();
  await browser.storage.local.clear();
  await takeBackAll();
}

/** What the extension's own pages may say. @type {Record<string, (message: any) => Promise<unknown>>} */
const FROM_OWN_PAGES = {
  "own.words": words,
  "own.check": (message) => checkTab(Number(message.tabId)),
  "own.view": (message) => viewOfTab(Number(message.tabId)),
  "own.ask": (message) => askAbout(Number(message.tabId), String(message.token), message.address === true),
  "own.settings": readSettings,
  "own.save": save,
  "own.needed": async (message) => neededFor(message.serviceUrl ?? (await readSettings()).serviceUrl),
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
    if (handler) return handler(sender.tab.id, message);
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
});
browser.tabs.onRemoved.addListener((tabId) => dropTab(tabId));

browser.runtime.onInstalled.addListener(() => {
  // Firefox for Android has no context menu; the popup offers the same there.
  browser.contextMenus?.create({ id: MENU, title: browser.i18n.getMessage("check_selection"), contexts: ["selection"] }, () => browser.runtime.lastError);
});
browser.contextMenus?.onClicked.addListener((_, tab) => {
  if (tab?.id !== undefined) checkTab(tab.id).catch((error) => console.warn("The selection could not be checked:", wordsOf(error)));
});
