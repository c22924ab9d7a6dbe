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
 * @param {string} written a code, or a name in English or in the page's language
 * @param {string} language of the page
 * @returns {string} "" when it is no country that could be recognised
 */
export function countryCode(written, language) {
  const words = written.trim();
  if (/^[A-Za-z]{2}$/.test(words)) return words.toUpperCase();
  for (const one of ["en", language.slice(0, 2)]) {
    if (!/^[a-z]{2}$/.test(one)) continue;
    const code = codesByName(one).get(words.toLowerCase());
    if (code) return code;
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
