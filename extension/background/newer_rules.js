// Newer rules from the service, as data: asked for at most once a day, and only right after the service answered a
// question of the reader. What does not hold is dropped, and the rules in use stay.
import "../platform/browser.js";
import { faultOfPack } from "../engine/pack.js";
import { askForRules } from "./service.js";
import { shipped } from "./texts.js";

/** @typedef {import("../engine/engine.js").Pack} Pack */
/** @typedef {{ pack: Pack, beside: string }} Kept a pack, and the version that shipped with the extension when it was kept */

const { browser } = globalThis.leadlight;
const SHIPPED = "rules/pack.json";
/** A changed rule may come that late. Asking more often would tell the service more about when somebody reads ads. */
const ASK_EVERY_MS = 24 * 3_600_000;

/** The rules to use: those of the service when they hold and are not older than the extension's own. @returns {Promise<Pack>} */
export async function rulesToUse() {
  const own = /** @type {Pack} */ (await shipped(SHIPPED));
  const { newerRules } = await browser.storage.local.get("newerRules").catch(() => ({ newerRules: null }));
  const kept = /** @type {Kept | null} */ (newerRules ?? null);
  return kept !== null && isOfUse(kept, own) ? kept.pack : own;
}

/** An update of the extension brings rules of its own, which then count. @param {Kept} kept @param {Pack} own */
function isOfUse({ pack, beside }, own) {
  if (pack?.format !== own.format || typeof pack.as_of !== "string") return false;
  return pack.as_of > own.as_of || (pack.as_of === own.as_of && beside === own.version);
}

/**
 * Asks the service for newer rules when that is due, and keeps them when they hold.
 * @param {string} serviceUrl a service that has just answered the reader
 * @returns {Promise<"kept" | "same" | "not_due" | string>} else what is wrong with what came
 * @throws {import("../platform/errors.js").Expected} the service did not answer
 */
export async function refreshRules(serviceUrl, now = Date.now()) {
  const { rulesAskedAt = 0 } = /** @type {{ rulesAskedAt?: number }} */ (await browser.storage.local.get("rulesAskedAt"));
  if (now >= rulesAskedAt && now - rulesAskedAt < ASK_EVERY_MS) return "not_due";
  await browser.storage.local.set({ rulesAskedAt: now });
  const [own, used] = [/** @type {Pack} */ (await shipped(SHIPPED)), await rulesToUse()];
  const pack = await askForRules(serviceUrl, used.version);
  if (pack === null) return "same";
  const fault = (await faultOfPack(pack)) || (isOfUse({ pack, beside: own.version }, used) ? "" : "older");
  if (fault !== "") {
    console.warn("The rules of the service are not used:", fault);
    return fault;
  }
  await browser.storage.local.set({ newerRules: /** @type {Kept} */ ({ pack, beside: own.version }) });
  return "kept";
}
