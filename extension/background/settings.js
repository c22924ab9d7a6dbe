import "../platform/browser.js";

const { browser } = globalThis.leadlight;

/**
 * What a reader can choose. Kept on this device only.
 * @typedef {object} Settings
 * @property {string} serviceUrl address of the Leadlight service, without a slash at the end
 * @property {string} language ISO 639-1, "" for the browser's
 * @property {"click" | "boards" | "pages"} mode when a page is looked at: on a click, by itself on known boards, or wherever there is an ad
 * @property {boolean} lookups whether the service may be asked for the beginning of an address's code
 * @property {string[]} hiddenSites host names where nothing is done without a click
 */

/** @type {Readonly<Settings>} */
export const DEFAULTS = Object.freeze({ serviceUrl: "http://127.0.0.1:8000", language: "", mode: "click", lookups: false, hiddenSites: [] });

const MODES = ["click", "boards", "pages"];

/** Where "leave quickly" goes: a page that anyone may have open. */
export const EXIT_ADDRESS = "https://www.wikipedia.org/";

/** The reader's choices, with the default for what was never chosen. @returns {Promise<Settings>} */
export async function readSettings() {
  const kept = await browser.storage.local.get(Object.keys(DEFAULTS));
  return /** @type {Settings} */ ({ ...DEFAULTS, ...kept });
}

/** Keeps some choices; the others stay as they are. @param {Partial<Settings>} choices */
export async function saveSettings(choices) {
  await browser.storage.local.set(choices);
}

/** The choices that a message may set, without anything that is none. @param {any} message @returns {Partial<Settings>} */
export function choicesIn(message) {
  /** @type {Partial<Settings>} */ const choices = {};
  const address = typeof message.serviceUrl === "string" ? serviceAddress(message.serviceUrl) : "";
  if (address) choices.serviceUrl = address;
  if (MODES.includes(message.mode)) choices.mode = message.mode;
  if (typeof message.lookups === "boolean") choices.lookups = message.lookups;
  if (Array.isArray(message.hiddenSites)) choices.hiddenSites = message.hiddenSites.filter((/** @type {unknown} */ host) => typeof host === "string");
  return choices;
}

/**
 * The address of a service as it is used: http or https, no query, no slash at the end.
 * @param {string} written
 * @returns {string} "" when it is no such address
 */
export function serviceAddress(written) {
  try {
    const url = new URL(written.trim());
    const usable = (url.protocol === "https:" || url.protocol === "http:") && !url.username && !url.password;
    return usable ? `${url.origin}${url.pathname}`.replace(/\/+$/, "") : "";
  } catch {
    return "";
  }
}
