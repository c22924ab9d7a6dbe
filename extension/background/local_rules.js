import { checkWording as lookAtWords } from "../engine/check.js";
import { Engine } from "../engine/engine.js";
import { rulesToUse } from "./newer_rules.js";
import { hasLetters, isForeign } from "./spoken.js";

/** As in content/page_text.js, a classic script, which shares no name with this file; a test compares the two. */
export const LONGEST_TEXT = 200_000;

/** @type {Promise<Engine> | null} */
let engine = null;

/** Built on the first ad and kept while the background runs: building costs about 10 ms. */
function theEngine() {
  engine ??= rulesToUse().then((pack) => new Engine(pack));
  engine.catch(() => (engine = null));
  return engine;
}

/** The next ad is checked with the rules that are kept now. */
export function forgetEngine() {
  engine = null;
}

/**
 * The wording check on this device. Nothing leaves it.
 * @param {PageReading} reading
 * @param {string} country ISO 3166-1 alpha-2, "" when unknown
 * @returns {Promise<{ wording: WireCheck, findings: WireFinding[] }>} `not_checked` when the rules could not be used, and
 *   when they found nothing where they could not have: without a letter, or in a language without rules
 */
export async function checkWording(reading, country) {
  try {
    const { title, text } = reading;
    const { findings, ...wording } = lookAtWords(await theEngine(), { title, text, country });
    const silent = wording.state === "nothing_found" ? await whySilent(`${title}\n${text}`) : null;
    /** @type {WireCheck} */ const checked = silent ? { ...wording, state: "not_checked", reason: silent } : { ...wording, reason: wording.reason ?? partOf(text) };
    return { findings: /** @type {WireFinding[]} */ (findings), wording: checked };
  } catch (error) {
    console.error("The rules could not be used:", error);
    return { findings: [], wording: { check: "wording", state: "not_checked", reason: "rules_unavailable", sources: [] } };
  }
}

/** Why the silence of the rules says nothing; null when it counts. @param {string} words */
async function whySilent(words) {
  if (!hasLetters(words)) return "no_text";
  return (await isForeign(words)) ? "no_rules_for_language" : null;
}

/** What of the words was not looked at, when a page has more than is read of it. @param {string} text */
function partOf(text) {
  return text.length >= LONGEST_TEXT ? "text_in_part" : null;
}
