import "../platform/browser.js";
import { LANGUAGES } from "./texts.js";

const { browser } = globalThis.leadlight;

/** With fewer letters, browsers take one ad in a hundred for a language that it is not in. */
const FEWEST_LETTERS = 60;
const MOST_CHARACTERS = 600;
/** For these, browsers took ads with more letters that are in Spanish, Romanian, Slovak or Ukrainian: 9 of 1,880. */
const MISTAKEN = ["gl", "co", "cs", "sr"];

/** Whether there is anything to read. @param {string} words */
export function hasLetters(words) {
  return /\p{L}/u.test(words);
}

/**
 * Whether the browser is sure that words are in a language without rules. Asked on this device; nothing leaves it.
 * @param {string} words
 */
export async function isForeign(words) {
  const sample = words.slice(0, MOST_CHARACTERS);
  if ((sample.match(/\p{L}/gu) ?? []).length < FEWEST_LETTERS) return false;
  const { isReliable, languages } = await browser.i18n.detectLanguage(sample);
  const known = [...LANGUAGES, ...MISTAKEN];
  return isReliable && languages.length > 0 && languages.every(({ language }) => !known.includes(language.split("-")[0] ?? ""));
}
