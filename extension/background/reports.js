// What readers write about ads. It stays on this device until they send it, save it as a file or delete it.
import "../platform/browser.js";
import { NoRoom } from "../platform/errors.js";
import { stateOf } from "./tab_state.js";
import { viewOfTab } from "./check_ad.js";

const { browser } = globalThis.leadlight;

const KEY = "reports";
const LONGEST_FIELD = 20_000;
/** Storage on the device holds 10 MB in Chromium; this many reports of the longest kind fit with room to spare. */
const MOST_REPORTS = 50;

const ATTEMPT = /^[0-9a-f]{32}$/;
/** A report of which only the words were kept, as older versions did. */
const UNSENT = { stage: /** @type {const} */ ("kept"), service: "", openly: false, trouble: "", receipt: "", state: /** @type {const} */ ("") };

/** 128 random bits in hexadecimal. */
const newAttempt = () => crypto.randomUUID().replaceAll("-", "");

/** @param {unknown} value */
const words = (value) => (typeof value === "string" ? value.slice(0, LONGEST_FIELD) : "");

/**
 * What is known about the ad of a tab, as the form begins with it.
 * @param {number} tabId
 * @returns {Promise<{ address: string, words: string, level: string, signs: string[] }>} all empty when the ad is no longer open
 */
export async function adForReport(tabId) {
  const [state, view] = await Promise.all([stateOf(tabId), viewOfTab(tabId)]);
  if (!state || !view) return { address: "", words: "", level: "", signs: [] };
  const quotes = new Set(view.findings.flatMap((finding) => finding.quotes.map((quote) => quote.exact)));
  return {
    address: state.reading.url,
    words: [state.reading.title, ...quotes].filter(Boolean).join("\n"),
    level: view.level,
    signs: view.findings.map((finding) => finding.key.slice(finding.key.indexOf(":") + 1)),
  };
}

/** @returns {Promise<KeptReport[]>} the newest first; empty when nothing is kept */
export async function keptReports() {
  const kept = (await browser.storage.local.get(KEY))[KEY];
  return Array.isArray(kept) ? kept.map((report) => ({ ...UNSENT, attempt: "", ...report })) : [];
}

/** Changes of the list follow each other. @type {Promise<unknown>} */
let line = Promise.resolve();

/** @param {(reports: KeptReport[]) => KeptReport[]} how @returns {Promise<KeptReport[]>} */
function change(how) {
  const next = line.then(async () => {
    const reports = how(await keptReports());
    try {
      await browser.storage.local.set({ [KEY]: reports });
    } catch {
      throw new NoRoom();
    }
    return reports;
  });
  line = next.catch(() => undefined);
  return next;
}

/** @param {any} written @returns {Promise<KeptReport[]>} @throws {NoRoom} */
export async function keepReport(written) {
  /** @type {KeptReport} */ const report = {
    id: crypto.randomUUID(),
    kind: written?.kind === "dispute" ? "dispute" : "report",
    keptOn: new Date().toISOString().slice(0, 10),
    what: words(written?.what),
    address: words(written?.address),
    words: words(written?.words),
    contact: words(written?.contact),
    level: words(written?.level),
    signs: Array.isArray(written?.signs) ? written.signs.map(words) : [],
    ...UNSENT,
    attempt: ATTEMPT.test(written?.attempt) ? written.attempt : newAttempt(),
  };
  return change((reports) => {
    if (reports.length >= MOST_REPORTS) throw new NoRoom();
    return [report, ...reports];
  });
}

/** Changes one report, when it is still there. @param {string} id @param {(report: KeptReport) => KeptReport} how @returns {Promise<KeptReport[]>} */
export const changeReport = (id, how) =>
  change((reports) => reports.map((report) => (report.id === id ? how({ ...report, attempt: report.attempt || newAttempt() }) : report)));

/** @param {string} id @returns {Promise<KeptReport[]>} what is left */
export const deleteReport = (id) => change((reports) => reports.filter((report) => report.id !== id));
