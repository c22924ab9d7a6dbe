import "../platform/browser.js";

const { browser } = globalThis.leadlight;

/**
 * What is known about the ad in one tab. Held in memory by the browser, never on disk, and forgotten when the tab
 * goes elsewhere: there is no history.
 * @typedef {object} TabState
 * @property {string} token names the reading of the page
 * @property {PageReading} reading
 * @property {string} country ISO 3166-1 alpha-2, "" when unknown
 * @property {WireCheck} wording the check on this device
 * @property {WireFinding[]} findings of the check on this device
 * @property {"not_asked" | "asking" | "answered" | "failed"} service
 * @property {number} askedAt milliseconds since 1970, 0 when not asked
 * @property {string} failure key of the words for why the service gave no verdict
 * @property {WireVerdict | null} verdict the service's
 * @property {Lookup | null} lookup whether the address is listed at the service; null when the reader did not agree to ask
 * @property {boolean} quiet looked at without a click: then the panel comes only for what is worth interrupting
 * @property {boolean} onPage whether the panel stands on the page
 */

/**
 * @typedef {object} Lookup
 * @property {"asking" | "listed" | "not_listed" | "failed"} state
 * @property {Level} level that the service knows for the address, "not_checked" when none
 * @property {string} failure key of the words for why there was no answer
 */

/** @type {Map<number, string>} the newest reading of each tab, so that an older one never overwrites it */
const newest = new Map();
/** @type {Map<number, TabState>} used when the browser has no room left */
const overflow = new Map();

/** @param {number} tabId */
const keyOf = (tabId) => `tab:${tabId}`;

/** Announces a new reading: what belongs to older ones is dropped from now on. @param {number} tabId @param {string} token */
export function begin(tabId, token) {
  newest.set(tabId, token);
}

/** @param {number} tabId @returns {Promise<TabState | null>} null when nothing is known about this tab */
export async function stateOf(tabId) {
  const key = keyOf(tabId);
  const kept = await browser.storage.session.get(key);
  return /** @type {TabState | undefined} */ (kept[key]) ?? overflow.get(tabId) ?? null;
}

/** @param {number} tabId @param {TabState} state @returns {Promise<boolean>} false when a newer reading has begun */
export async function keep(tabId, state) {
  if (newest.has(tabId) && newest.get(tabId) !== state.token) return false;
  try {
    await browser.storage.session.set({ [keyOf(tabId)]: state });
    overflow.delete(tabId);
  } catch {
    overflow.set(tabId, state);
  }
  return true;
}

/** @param {number} tabId */
export async function forget(tabId) {
  newest.set(tabId, "");
  overflow.delete(tabId);
  await browser.storage.session.remove(keyOf(tabId));
}

export async function forgetAll() {
  newest.clear();
  overflow.clear();
  await browser.storage.session.clear();
}
