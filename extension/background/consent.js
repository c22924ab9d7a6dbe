import "../platform/browser.js";

const { browser } = globalThis.leadlight;

/** Firefox names what leaves the device; other browsers throw on the word, so it is asked for only where it exists. */
const DATA = ["websiteContent"];

/**
 * What must be allowed before a service may be called.
 * @typedef {{ origins: string[], data_collection?: string[] }} Needed
 */

/** @param {string} serviceUrl @returns {Promise<Needed>} */
export async function neededFor(serviceUrl) {
  const { protocol, hostname } = new URL(serviceUrl);
  const origins = [`${protocol}//${hostname}/*`];
  const granted = await browser.permissions.getAll();
  return "data_collection" in granted ? { origins, data_collection: DATA } : { origins };
}

/** Whether the reader has allowed calls to this service. @param {string} serviceUrl @returns {Promise<boolean>} */
export async function isAllowed(serviceUrl) {
  return browser.permissions.contains(/** @type {chrome.permissions.Permissions} */ (await neededFor(serviceUrl)));
}

/**
 * Asks the reader. To be called first thing in a click, or the browser refuses to ask.
 * @param {Needed} needed from `neededFor`, fetched before the click
 * @returns {Promise<boolean>}
 */
export function askToAllow(needed) {
  return browser.permissions.request(/** @type {chrome.permissions.Permissions} */ (needed));
}

/** Takes back every permission that was given after the installation. */
export async function takeBackAll() {
  const { origins = [], ...more } = /** @type {Needed} */ (await browser.permissions.getAll());
  const given = [...origins.map((origin) => ({ origins: [origin] })), ...(more.data_collection ?? []).map((kind) => ({ data_collection: [kind] }))];
  for (const one of given) {
    // An administrator may have fixed a permission: that one stays, and the others still go.
    await browser.permissions.remove(/** @type {chrome.permissions.Permissions} */ (one)).catch(console.warn);
  }
}
