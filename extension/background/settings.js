import "../platform/browser.js";

const { browser } = globalThis.leadlight;

/**
 * What a reader can choose. Kept on this device only.
 * @typedef {object} Settings
 * @property {string} serviceUrl address of the Leadlight service, without a slash at the end
 * @property {string} language ISO 639-1, "" for the browser's
 */

/** @type {Readonly<Settings>} */
export const DEFAULTS = Object.freeze({ serviceUrl: "http://127.0.0.1:8000", language: "" });

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
