import "../platform/browser.js";

const { browser } = globalThis.leadlight;

/**
 * Firefox's words for what leaves the device. Other browsers throw on them, so they are asked for only where they exist.
 * The words of an ad are content; its address, or the beginning of its code, says what somebody looks at.
 */
export const WORDS = ["websiteContent"];
export const ADDRESS = ["browsingActivity"];
/** A way to reach the reader, which only a report can hold. */
export const CONTACT = ["personallyIdentifyingInfo"];

/** Kinds of data in a report. @param {{ address: string, contact: string }} report @returns {string[]} */
export const kindsIn = ({ address, contact }) => [...WORDS, ...(address ? ADDRESS : []), ...(contact ? CONTACT : [])];

/**
 * What must be allowed before a service may be called.
 * @typedef {{ origins: string[], data_collection?: string[] }} Needed
 */

/** @param {string} serviceUrl @param {string[]} data kinds of data that would leave the device @returns {Promise<Needed>} */
export async function neededFor(serviceUrl, data = WORDS) {
  const { protocol, hostname } = new URL(serviceUrl);
  const origins = [`${protocol}//${hostname}/*`];
  const granted = await browser.permissions.getAll();
  return "data_collection" in granted ? { origins, data_collection: data } : { origins };
}

/** Whether the reader has allowed calls to this service. @param {string} serviceUrl @param {string[]} [data] @returns {Promise<boolean>} */
export async function isAllowed(serviceUrl, data = WORDS) {
  return browser.permissions.contains(/** @type {chrome.permissions.Permissions} */ (await neededFor(serviceUrl, data)));
}

/**
 * Asks the reader. To be called first thing in a click, or the browser refuses to ask.
 * @param {Needed} needed from `neededFor`, fetched before the click
 * @returns {Promise<boolean>}
 */
export function askToAllow(needed) {
  return browser.permissions.request(/** @type {chrome.permissions.Permissions} */ (needed));
}

/** Takes back some addresses. One that an administrator fixed stays, and the others still go. @param {string[]} origins */
export async function takeBack(origins) {
  for (const origin of origins) await browser.permissions.remove({ origins: [origin] }).catch(console.warn);
}

/** Takes back every permission that was given after the installation. */
export async function takeBackAll() {
  const { origins = [], data_collection: data = [] } = /** @type {Needed} */ (await browser.permissions.getAll());
  await takeBack(origins);
  for (const kind of data) {
    await browser.permissions.remove(/** @type {chrome.permissions.Permissions} */ ({ data_collection: [kind] })).catch(console.warn);
  }
}
