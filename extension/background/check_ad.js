import { PageNotReadable, wordsOf } from "../platform/errors.js";
import { clearLevel, showLevel } from "./badge.js";
import { ADDRESS, isAllowed, WORDS } from "./consent.js";
import { countryCode } from "./country.js";
import { lookUp, mayLookUp } from "./known_addresses.js";
import { checkWording, forgetEngine } from "./local_rules.js";
import { refreshRules } from "./newer_rules.js";
import { readPage, showOnPage } from "./page.js";
import { sendWaiting } from "./sending.js";
import { askService } from "./service.js";
import { readSettings } from "./settings.js";
import { begin, forget, keep, stateOf } from "./tab_state.js";
import { languageFor, shipped, textsOf } from "./texts.js";
import { questionFor, viewOf } from "./view.js";

/** @typedef {import("./tab_state.js").TabState} TabState */

/** An unanswered question older than this belongs to a background that was stopped meanwhile. */
const QUESTION_LOST_MS = 35_000;
/** Without a click, only these levels open the panel; the others stand on the toolbar, because most ads have small signs. */
const WORTH_INTERRUPTING = ["warning", "caution"];

/** @param {TabState} state @returns {Promise<View>} */
async function viewFor(state) {
  const settings = await readSettings();
  const texts = await textsOf(languageFor(settings.language));
  const helplines = await shipped("rules/helplines.json").catch(() => ({}));
  const lost = state.service === "asking" && Date.now() - state.askedAt > QUESTION_LOST_MS;
  const current = lost ? { ...state, service: /** @type {const} */ ("failed"), failure: "error_service_unreachable" } : state;
  return viewOf(current, texts, { serviceUrl: settings.serviceUrl, helplines });
}

/** Keeps a state and shows it on the toolbar and the page. @param {number} tabId @param {TabState} state @returns {Promise<View>} */
async function present(tabId, state) {
  const view = await viewFor(state);
  if (!(await keep(tabId, state))) return view;
  await showLevel(tabId, view.level, view.findings.length, view.levelTitle);
  if (state.quiet && !WORTH_INTERRUPTING.includes(view.level)) return view;
  const onPage = await showOnPage(tabId, view).catch((error) => {
    console.warn("The panel could not be shown:", wordsOf(error));
    return false;
  });
  if (onPage !== state.onPage) await keep(tabId, { ...state, onPage });
  return { ...view, onPage };
}

/** Changes of a tab's state follow each other: two answers may come at the same moment. @type {Promise<unknown>} */
let line = Promise.resolve();

/** Changes what is known about an ad, when the tab still shows it. @param {number} tabId @param {string} token @param {Partial<TabState>} part */
function change(tabId, token, part) {
  const next = line.then(async () => {
    const state = await stateOf(tabId);
    if (state?.token === token) await present(tabId, { ...state, ...part });
  });
  line = next.catch(() => undefined);
  return next;
}

/** @param {number} tabId @param {PageReading} reading */
async function lookUpAddress(tabId, { token, url }) {
  const settings = await readSettings();
  if (!(await mayLookUp(settings))) return;
  await change(tabId, token, { lookup: { state: "asking", level: "not_checked", failure: "" } });
  await change(tabId, token, { lookup: await lookUp(settings.serviceUrl, url) });
}

/** Says on the toolbar that a page was not checked, and why, where no popup says it. @param {number} tabId @param {unknown} error */
export async function sayNotChecked(tabId, error) {
  const { extension } = await textsOf(languageFor((await readSettings()).language));
  await showLevel(tabId, "not_checked", 0, extension[wordsOf(error)] ?? "").catch(() => undefined); // the tab may be gone by now
}

/**
 * Reads the page of a tab, checks its wording on this device and shows the verdict there.
 * @param {number} tabId
 * @param {{ quiet?: boolean, marked?: MarkedWords | null }} [how] quiet: the reader did not click; marked: what they chose to check
 * @returns {Promise<View>} before the address was looked up
 * @throws {import("../platform/errors.js").Expected} the page could not be read, or says nothing beside a frame that could not
 */
export async function checkTab(tabId, { quiet = false, marked = null } = {}) {
  const before = await stateOf(tabId);
  const token = crypto.randomUUID();
  begin(tabId, token);
  const reading = await readPage(tabId, token, marked);
  const country = countryCode(reading.country, reading.language);
  const { wording, findings } = await checkWording(reading, country);
  if (reading.inFrame && !findings.length) throw new PageNotReadable("the ad may be in a frame");
  const sameAd = before?.verdict && before.reading.text === reading.text && before.reading.title === reading.title;
  /** @type {TabState} */ const fresh = {
    token, reading, country, wording, findings, service: "not_asked", askedAt: 0, failure: "", verdict: null, lookup: null, quiet, onPage: !quiet,
  };
  const view = await present(tabId, sameAd ? { ...fresh, service: "answered", verdict: before.verdict } : fresh);
  lookUpAddress(tabId, reading).catch((error) => console.warn("The address could not be looked up:", wordsOf(error)));
  return view;
}

/** The verdict on the ad of a tab, without looking again. @param {number} tabId @returns {Promise<View | null>} null when there is none */
export async function viewOfTab(tabId) {
  const state = await stateOf(tabId);
  return state && viewFor(state);
}

/**
 * Asks the service about the ad of a tab and merges its verdict in. The reader has seen what is sent.
 * @param {number} tabId @param {string} token the reading that the reader saw @param {boolean} withAddress
 * @returns {Promise<"asked" | "not_allowed" | "gone">} `not_allowed`: the browser must first ask the reader
 */
export async function askAbout(tabId, token, withAddress) {
  const state = await stateOf(tabId);
  if (!state || state.token !== token) return "gone";
  const { serviceUrl, language } = await readSettings();
  if (!(await isAllowed(serviceUrl, withAddress ? [...WORDS, ...ADDRESS] : WORDS))) return "not_allowed";
  await change(tabId, token, { service: "asking", askedAt: Date.now(), failure: "" });
  const answer = await answered(state, serviceUrl, languageFor(language), withAddress);
  await change(tabId, token, answer);
  if (answer.service === "answered") {
    bringRulesUpToDate(serviceUrl);
    sendWaiting().catch((error) => console.warn("Reports that wait could not be sent:", wordsOf(error)));
  }
  return "asked";
}

/** The reader does not wait for this, and nothing depends on it. @param {string} serviceUrl */
function bringRulesUpToDate(serviceUrl) {
  refreshRules(serviceUrl).then(
    (outcome) => outcome === "kept" && forgetEngine(),
    (error) => console.warn("The rules could not be brought up to date:", wordsOf(error)),
  );
}

/** @param {TabState} state @param {string} serviceUrl @param {string} language @param {boolean} withAddress @returns {Promise<Partial<TabState>>} */
async function answered(state, serviceUrl, language, withAddress) {
  try {
    const verdict = await askService(serviceUrl, questionFor(state, language, withAddress));
    return { service: "answered", failure: "", verdict };
  } catch (error) {
    return { service: "failed", failure: wordsOf(error), verdict: null };
  }
}

/** The background that asked was stopped: the question can be asked again. @param {number} tabId @param {string} token */
export async function questionLost(tabId, token) {
  if ((await stateOf(tabId))?.service === "asking") await change(tabId, token, { service: "failed", failure: "error_service_unreachable" });
}

/** The page did not let the panel stay: from now on the popup shows the whole verdict. @param {number} tabId */
export async function panelHidden(tabId) {
  const state = await stateOf(tabId);
  if (state) await keep(tabId, { ...state, onPage: false });
}

/** Forgets the ad of a tab: it was left or closed. @param {number} tabId */
export async function dropTab(tabId) {
  await forget(tabId);
  await clearLevel(tabId).catch(() => undefined); // the tab itself may be gone
}
