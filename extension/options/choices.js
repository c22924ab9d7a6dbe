// When to look, and whether addresses may be looked up: the same questions on the first page and in the settings.
import { askToAllow } from "../background/consent.js";
import { ask, byId } from "../platform/own_page.js";

const { make, onClick } = globalThis.leadlight.verdictView;
const MODES = ["click", "boards", "pages"];

/** @param {Record<string, string>} words @param {string[]} names of the boards @returns {Record<string, string>} */
function hints(words, names) {
  return { boards: (words.mode_boards_hint ?? "").replace("{boards}", names.join(", ")), pages: words.mode_pages_hint ?? "" };
}

/**
 * Draws the choices and keeps each one at once.
 * @param {Record<string, string>} words
 * @returns {Promise<void>}
 */
export async function drawChoices(words) {
  const [settings, needed] = await Promise.all([ask("own.settings"), ask("own.needed_for_choices")]);
  const outcome = byId("choices-outcome");
  const labels = { click: words.mode_click, boards: words.mode_boards, pages: words.mode_pages };
  const hint = hints(words, needed.names);
  const radios = MODES.map((mode) => {
    const id = `mode-${mode}`;
    const radio = /** @type {HTMLInputElement} */ (make("input", { type: "radio", name: "mode", id, value: mode }));
    radio.checked = settings.mode === mode;
    if (hint[mode]) radio.setAttribute("aria-describedby", `${id}-hint`);
    // The browser may only be asked first thing in a click.
    onClick(radio, async () => {
      const allowed = mode === "click" || (await askToAllow(needed[mode]).catch(() => false));
      const now = await ask("own.save", { mode: allowed ? mode : "click" });
      for (const one of radios) one.input.checked = one.input.value === now.mode;
      outcome.textContent = (now.mode === mode ? words.mode_saved : words.mode_refused) ?? "";
    });
    const label = make("label", { for: id }, labels[/** @type {"click"} */ (mode)] ?? "");
    const line = make("div", { class: "choice" }, radio, make("div", {}, label, hint[mode] && make("p", { class: "hint", id: `${id}-hint` }, hint[mode])));
    return { input: radio, line };
  });
  byId("modes").replaceChildren(make("legend", {}, words.mode_title ?? ""), ...radios.map(({ line }) => line));
  drawLookups(words, settings.lookups, needed.lookups, outcome);
}

/** @param {Record<string, string>} words @param {boolean} on @param {import("../background/consent.js").Needed} needed @param {HTMLElement} outcome */
function drawLookups(words, on, needed, outcome) {
  const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id: "lookups", "aria-describedby": "lookups-hint" }));
  box.checked = on;
  onClick(box, async () => {
    const wanted = box.checked;
    const allowed = !wanted || (await askToAllow(needed).catch(() => false));
    const now = await ask("own.save", { lookups: wanted && allowed });
    box.checked = now.lookups;
    outcome.textContent = (now.lookups === wanted ? words.mode_saved : words.error_not_permitted) ?? "";
  });
  const texts = make("div", {}, make("label", { for: "lookups" }, words.lookups ?? ""), make("p", { class: "hint", id: "lookups-hint" }, words.lookups_hint ?? ""));
  byId("lookups-choice").replaceChildren(make("div", { class: "choice" }, box, texts));
}
