import "../platform/browser.js";

const { browser } = globalThis.leadlight;

/** Languages that the interface has; a test compares this with the files in rules/texts. */
export const LANGUAGES = ["en", "bg", "ca", "de", "el", "es", "hu", "it", "pl", "ro", "ru", "sk", "uk"];
const FALLBACK = "en";

/**
 * All words of one language.
 * @typedef {object} Texts
 * @property {{ code: string, name: string, direction: string }} language
 * @property {Record<string, any>} verdict
 * @property {Record<string, { headline: string, why: string, what_to_do: string }>} indicators
 * @property {Record<string, string>} extension
 */

/** @type {Map<string, Promise<any>>} */
const loaded = new Map();

/** A file that ships with the extension, as JSON. @param {string} path @returns {Promise<any>} */
export function shipped(path) {
  let file = loaded.get(path);
  if (!file) {
    file = fetch(browser.runtime.getURL(path)).then((response) => response.json());
    file.catch(() => loaded.delete(path));
    loaded.set(path, file);
  }
  return file;
}

/** A file of the extension as text. @param {string} path @returns {Promise<string>} */
export async function shippedText(path) {
  return (await fetch(browser.runtime.getURL(path))).text();
}

/**
 * The language to speak: the reader's choice, else the browser's when there are words in it, else English.
 * @param {string} chosen
 */
export function languageFor(chosen) {
  const wanted = [chosen, browser.i18n.getUILanguage().slice(0, 2).toLowerCase()];
  return wanted.find((code) => LANGUAGES.includes(code)) ?? FALLBACK;
}

/** The words of one language, with English where it has none. @param {string} code @returns {Promise<Texts>} */
export async function textsOf(code) {
  const english = await shipped(`rules/texts/${FALLBACK}.json`);
  const own = code === FALLBACK ? english : await shipped(`rules/texts/${code}.json`).catch(() => english);
  const merged = { language: own.verdict.language, verdict: { ...english.verdict, ...own.verdict } };
  return {
    ...merged,
    indicators: { ...english.indicators, ...own.indicators },
    extension: { ...english.extension, ...own.extension },
  };
}

/**
 * A sentence with its facts; one that is missing shows as "…" instead of costing the whole sentence.
 * @param {string | undefined} sentence @param {Record<string, string | number>} [facts]
 */
export function say(sentence, facts = {}) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? "…"));
}
