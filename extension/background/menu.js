import "../platform/browser.js";
import { readSettings } from "./settings.js";
import { languageFor, shipped } from "./texts.js";

const { browser } = globalThis.leadlight;
const MENU = "check-selection";

/** Puts the entry into the menu over selected words, in the reader's language. Firefox for Android has no such menu; the popup offers the same there. */
export async function drawMenu() {
  if (!browser.contextMenus) return;
  const { language } = await readSettings();
  const { check_selection: entry } = await shipped(`_locales/${languageFor(language)}/messages.json`);
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({ id: MENU, title: entry.message, contexts: ["selection"] }, () => browser.runtime.lastError);
}
