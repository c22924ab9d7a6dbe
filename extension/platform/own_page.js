import "./browser.js";

const { browser } = globalThis.leadlight;

/**
 * Asks the background for something.
 * @param {string} name of the message
 * @param {Record<string, unknown>} [more]
 * @returns {Promise<any>}
 * @throws {Error} whose message is the key of the words for the reader
 */
export async function ask(name, more = {}) {
  const reply = await browser.runtime.sendMessage({ name, ...more });
  if (!reply || reply.error) throw new Error(reply?.error ?? "error_unexpected");
  return reply.value;
}

/**
 * Gives an own page its language and its words: every element with data-words gets the text of that key.
 * @returns {Promise<{ words: Record<string, string>, language: { code: string, direction: string }, languages: Record<string, string> }>}
 */
export async function speak() {
  const spoken = await ask("own.words");
  document.documentElement.lang = spoken.language.code;
  document.documentElement.dir = spoken.language.direction;
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = spoken.words[/** @type {HTMLElement} */ (element).dataset.words ?? ""] ?? "";
  }
  return spoken;
}

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`this page has no #${id}`);
  return element;
}
