import { LANGUAGES } from "./texts.js";

/** Codes of three letters, which many pages write; the service knows the same. */
const OF_THREE_LETTERS = new Map(
  (
    "ARE:AE AUS:AU AUT:AT BEL:BE BGR:BG CAN:CA CHE:CH CYP:CY CZE:CZ DEU:DE DNK:DK ESP:ES EST:EE FIN:FI FRA:FR GBR:GB GRC:GR HRV:HR " +
    "HUN:HU IRL:IE ISL:IS ISR:IL ITA:IT JPN:JP KHM:KH KOR:KR KWT:KW LAO:LA LTU:LT LUX:LU LVA:LV MDA:MD MLT:MT MMR:MM NLD:NL NOR:NO " +
    "POL:PL PRT:PT QAT:QA ROU:RO RUS:RU SAU:SA SVK:SK SVN:SI SWE:SE THA:TH TUR:TR UKR:UA USA:US"
  )
    .split(" ")
    .map((pair) => /** @type {[string, string]} */ (pair.split(":"))),
);
/** Written for a country in its own country or by the European Union, but no code of the standard. @type {Record<string, string>} */
const INSTEAD = { UK: "GB", EL: "GR" };

/** @type {Map<string, Map<string, string>>} */
const namesOf = new Map();

/** Country codes by name in one language. @param {string} language */
function codesByName(language) {
  const known = namesOf.get(language);
  if (known) return known;
  /** @type {Map<string, string>} */ const codes = new Map();
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code);
    if (name) codes.set(name.toLowerCase(), code);
  }
  namesOf.set(language, codes);
  return codes;
}

/**
 * The country that a page names, as ISO 3166-1 alpha-2.
 * @param {string} written a code of two or three letters, or a name in the page's language or one of ours
 * @param {string} language of the page
 * @returns {string} "" when it is no country that could be recognised
 */
export function countryCode(written, language) {
  const words = written.trim();
  const code = words.toUpperCase();
  if (/^[A-Z]{2}$/.test(code)) return INSTEAD[code] ?? code;
  const long = OF_THREE_LETTERS.get(code);
  if (long) return long;
  for (const one of [language.slice(0, 2), ...LANGUAGES]) {
    if (!/^[a-z]{2}$/.test(one)) continue;
    const named = codesByName(one).get(words.toLowerCase());
    if (named) return named;
  }
  return "";
}

/** Name of a country; its code when there is none. @param {string} code ISO 3166-1 alpha-2 @param {string} language of the name */
export function countryName(code, language) {
  return /^[A-Z]{2}$/.test(code) ? new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code : code;
}

/** The country where a language is mostly spoken, by CLDR. @param {string} language */
export function countryOfLanguage(language) {
  try {
    return new Intl.Locale(language).maximize().region ?? "";
  } catch {
    return "";
  }
}
