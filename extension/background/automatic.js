// Looking without a click: which pages the detector may run on, and what follows when it finds something.
import "../platform/browser.js";
import { allBoards, boardOf, isAdOf, originsOfBoards } from "./boards.js";
import { checkTab, sayNotChecked } from "./check_ad.js";
import { takeBack } from "./consent.js";
import { readSettings, saveSettings } from "./settings.js";
import { stateOf } from "./tab_state.js";

const { browser } = globalThis.leadlight;

/** @typedef {import("./settings.js").Settings["mode"]} Mode */

const ALL_PAGES = ["https://*/*", "http://*/*"];
const ON_BOARDS = "detect-on-boards";
const ON_PAGES = "detect-on-pages";
const DETECTOR = ["/platform/browser.js", "/content/detect.js"];
const DETECTOR_ON_BOARDS = ["/platform/browser.js", "/content/on_board.js", "/content/detect.js"];

/** What the browser has to be asked for. @param {Mode} mode @returns {Promise<string[]>} empty when nothing is needed */
export async function originsFor(mode) {
  if (mode === "pages") return ALL_PAGES;
  return mode === "boards" ? originsOfBoards(await allBoards()) : [];
}

/** @param {Mode} mode */
async function isAllowed(mode) {
  return mode === "click" || browser.permissions.contains({ origins: await originsFor(mode) });
}

/** @param {string} id @param {string[]} js @param {string[]} matches @param {string[]} [excludeMatches] @returns {chrome.scripting.RegisteredContentScript} */
const script = (id, js, matches, excludeMatches) => ({
  id, js, matches, runAt: "document_end", persistAcrossSessions: true, ...(excludeMatches ? { excludeMatches } : {}),
});

/** @param {Mode} mode */
async function register(mode) {
  const boards = originsOfBoards(await allBoards());
  const wanted = mode === "click" ? [] : [script(ON_BOARDS, DETECTOR_ON_BOARDS, boards)];
  if (mode === "pages") wanted.push(script(ON_PAGES, DETECTOR, ALL_PAGES, boards));
  const there = await browser.scripting.getRegisteredContentScripts({ ids: [ON_BOARDS, ON_PAGES] });
  if (there.length) await browser.scripting.unregisterContentScripts({ ids: there.map(({ id }) => id) });
  if (wanted.length) await browser.scripting.registerContentScripts(wanted);
}

/** Two changes at once would register a script twice. @type {Promise<unknown>} */
let line = Promise.resolve();

/**
 * Makes the browser do what the settings say. Where it no longer gives the permission, the settings go back to "on a click".
 * @returns {Promise<Mode>} what holds now
 */
export function followSettings() {
  const next = line.then(async () => {
    const { mode } = await readSettings();
    const allowed = await isAllowed(mode);
    if (!allowed) await saveSettings({ mode: "click" });
    await register(allowed ? mode : "click");
    return allowed ? mode : "click";
  });
  line = next.catch(() => undefined);
  return next;
}

/** Changes when to look, and gives back what the new choice does not need. @param {Mode} mode @returns {Promise<Mode>} what holds now */
export async function changeMode(mode) {
  const before = (await readSettings()).mode;
  await saveSettings({ mode });
  const now = await followSettings();
  const needed = new Set(await originsFor(now));
  if (now !== before) await takeBack((await originsFor(before)).filter((origin) => !needed.has(origin)));
  return now;
}

/** Whether an address may be looked at without a click. @param {string} url @param {boolean} onBoard the detector ran as on a board */
async function mayLook(url, onBoard) {
  const { mode, hiddenSites } = await readSettings();
  if (mode === "click" || !URL.canParse(url) || hiddenSites.includes(new URL(url).hostname)) return false;
  const board = onBoard ? boardOf(await allBoards(), url) : null;
  return !onBoard || (board !== null && isAdOf(board, url));
}

/**
 * The detector believes that a page holds an ad.
 * @param {number} tabId @param {string} url of the page, from the browser @param {boolean} onBoard
 */
export async function lookByItself(tabId, url, onBoard) {
  if (!(await mayLook(url, onBoard))) return;
  const known = await stateOf(tabId);
  if (known?.reading.url === url) return;
  try {
    await checkTab(tabId, { quiet: true });
  } catch (error) {
    await sayNotChecked(tabId, error);
  }
}
