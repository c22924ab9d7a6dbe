// The look-up of an address that does not name it: only the beginning of its code is sent, and very many addresses share it.
import { wordsOf } from "../platform/errors.js";
import { canonicalUrl, linkHash, lookupPrefix } from "../engine/canonical_url.js";
import { ADDRESS, isAllowed } from "./consent.js";
import { askForLinks } from "./service.js";
import { shipped } from "./texts.js";

/** @typedef {import("./tab_state.js").Lookup} Lookup */
/** @typedef {import("./settings.js").Settings} Settings */

/** Whether the reader agreed to look-ups, and the browser lets the service be reached. @param {Settings} settings */
export async function mayLookUp({ lookups, serviceUrl }) {
  return lookups && (await isAllowed(serviceUrl, ADDRESS));
}

/**
 * Whether the service lists an address. Never rejects: what went wrong is part of the answer.
 * @param {string} serviceUrl @param {string} url
 * @returns {Promise<Lookup | null>} `not_listed` says nothing about the ad; null: this address is none that is looked up
 */
export async function lookUp(serviceUrl, url) {
  try {
    const canonical = canonicalUrl(url, await shipped("rules/tracking_parameters.json"));
    if (canonical === null) return null;
    const code = await linkHash(canonical);
    const { links, complete } = await askForLinks(serviceUrl, lookupPrefix(code));
    const known = links.find(({ hash }) => hash === code);
    if (known) return { state: "listed", level: /** @type {Level} */ (known.level), failure: "" };
    // A list that was cut short cannot say that something is not on it.
    return complete ? { state: "not_listed", level: "not_checked", failure: "" } : { state: "failed", level: "not_checked", failure: "error_service_refused" };
  } catch (error) {
    return { state: "failed", level: "not_checked", failure: wordsOf(error) };
  }
}
