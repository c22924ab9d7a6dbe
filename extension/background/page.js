import "../platform/browser.js";
import { BoardChanged, ManyPosts, PageNotReadable, SiteNotAllowed } from "../platform/errors.js";
import { allBoards, boardOf, isAdOf } from "./boards.js";
import { shippedText } from "./texts.js";

const { browser } = globalThis.leadlight;

/** In the order in which they build on each other. The leading slash matters: Firefox counts from the page without it. */
const READING = ["/platform/browser.js", "/content/page_text.js", "/content/read_page.js"];
const SHOWING = ["/content/paint.js", "/content/shapes.js", "/content/verdict_view.js", "/content/panel.js"];
const LONGEST_TEXT = 400_000;
const LONGEST_FIELD = 5_000;

/**
 * Runs one function of the content scripts in a page.
 * @template R
 * @param {number} tabId @param {(...values: any[]) => R} func @param {unknown[]} args
 * @returns {Promise<Awaited<R>>}
 * @throws {SiteNotAllowed}
 */
async function run(tabId, func, args) {
  let results;
  try {
    results = await browser.scripting.executeScript({ target: { tabId }, func, args: /** @type {any} */ (args) });
  } catch (error) {
    throw new SiteNotAllowed(String(error));
  }
  const [result] = /** @type {any[]} */ (results);
  if (result?.error) throw new PageNotReadable(String(result.error)); // Firefox reports what the script threw; others say null
  return result?.result;
}

/** @param {number} tabId @param {string[]} files */
async function bring(tabId, files) {
  try {
    const [result] = /** @type {any[]} */ (await browser.scripting.executeScript({ target: { tabId }, files }));
    if (result?.error) throw new Error(String(result.error));
  } catch (error) {
    throw new SiteNotAllowed(String(error));
  }
}

/** @param {unknown} value @param {number} longest */
const words = (value, longest) => (typeof value === "string" ? value.slice(0, longest) : "");

/** What the content script has to know about the board that a tab shows. @param {number} tabId @returns {Promise<BoardOnPage | null>} null when it is no known board */
async function boardOnPage(tabId) {
  const { url = "" } = await browser.tabs.get(tabId);
  const board = boardOf(await allBoards(), url);
  return board && { ...board, feed: board.feed === true, isAd: isAdOf(board, url) };
}

/**
 * The ad on the page of a tab. What a page gives is measured and cut before it is used.
 * @param {number} tabId @param {string} token names this reading
 * @param {MarkedWords | null} [marked] what the reader marked, by the browser's own menu
 * @returns {Promise<PageReading>}
 * @throws {SiteNotAllowed} the browser lets no extension read this page
 * @throws {PageNotReadable} it has no text that could be checked, or on a known board not the ad that should be there
 */
export async function readPage(tabId, token, marked = null) {
  await bring(tabId, READING);
  /** @type {any} */ const read = await run(tabId, (name, board, chosen) => globalThis.leadlight.readPage(name, board, chosen), [token, await boardOnPage(tabId), marked]);
  if (read?.trouble === "board_changed") throw new BoardChanged();
  if (read?.trouble === "many_posts") throw new ManyPosts();
  const text = words(read?.text, LONGEST_TEXT);
  if (!text) throw new PageNotReadable("no text");
  const foundBy = ["json-ld", "microdata", "page-text", "selection", "board"].includes(read.foundBy) ? read.foundBy : "page-text";
  return {
    token,
    foundBy,
    text,
    title: words(read.title, LONGEST_FIELD),
    employer: words(read.employer, LONGEST_FIELD),
    country: words(read.country, LONGEST_FIELD),
    language: words(read.language, LONGEST_FIELD),
    url: words(read.url, LONGEST_FIELD),
    inFrame: read.inFrame === true,
  };
}

/**
 * Shows a verdict on the page it belongs to.
 * @param {number} tabId @param {View} view
 * @returns {Promise<boolean>} false when the page has moved on
 */
export async function showOnPage(tabId, view) {
  await bring(tabId, SHOWING);
  const [css, frame, painted] = await Promise.all(["look/verdict.css", "look/panel.css", "look/painted.css"].map(shippedText));
  // Inserting a style costs a full recalculation of the page: only when there is something to paint.
  if (view.findings.some((finding) => finding.quotes.length)) {
    await browser.scripting.insertCSS({ target: { tabId }, css: /** @type {string} */ (painted) });
  }
  return run(tabId, (drawn, look) => globalThis.leadlight.panel.show(drawn, look), [view, `${css}\n${frame}`]);
}

/** The address of a tab has changed without a new page: its content scripts drop what they show for the old one. @param {number} tabId */
export async function pageMoved(tabId) {
  const drop = () => {
    globalThis.leadlight?.panel?.pageChanged();
    globalThis.leadlight?.detect?.moved();
  };
  await run(tabId, drop, []).catch(() => undefined); // a page that may not be read has nothing of ours
}

/** Gives the keyboard to the panel: it stands at the end of the page, behind everything else. @param {number} tabId */
export async function focusPanel(tabId) {
  await run(tabId, () => globalThis.leadlight?.panel?.focus(), []).catch(() => undefined);
}

/** Takes the panel and the paint away, where there are any. @param {number} tabId */
export async function clearPage(tabId) {
  await run(tabId, () => globalThis.leadlight?.panel?.takeAway(), []).catch(() => undefined);
}
