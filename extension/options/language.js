import { ask, byId } from "../platform/own_page.js";

/**
 * Fills the list of languages and keeps what is chosen.
 * @param {Record<string, string>} languages name by code, each in its own words
 * @param {() => Promise<void>} redraw draws the page in the new language
 */
export async function offerLanguages(languages, redraw) {
  const list = /** @type {HTMLSelectElement} */ (byId("language"));
  list.replaceChildren(/** @type {Node} */ (list.options[0]));
  for (const [code, name] of Object.entries(languages)) {
    const option = new Option(name, code);
    option.lang = code;
    list.append(option);
  }
  list.value = (await ask("own.settings")).language;
  list.onchange = async () => {
    await ask("own.save", { language: list.value });
    await redraw();
  };
}
