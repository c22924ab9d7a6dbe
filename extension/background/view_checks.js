import { say } from "./texts.js";

/** @typedef {import("./tab_state.js").TabState} TabState */
/** @typedef {import("./texts.js").Texts} Texts */

/** What a comparison or a look-up says is drawn with the shape of the state that it resembles. @type {Record<string, string>} */
const LIKE = { same: "nothing_found", different: "found", not_compared: "not_checked", listed: "found", not_listed: "nothing_found" };

/** @param {string | null} iso @param {string} language */
function dateIn(iso, language) {
  if (!iso) return "";
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.valueOf()) ? "" : new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(day);
}

/** Leadlight's own sources are named in the reader's language; registers keep the name that their authority gave them. @type {Record<string, string>} */
const OWN_SOURCES = { rules: "source_rules", sightings: "source_sightings", meaning: "source_meaning" };

/** @param {WireSource | undefined} source @param {Texts} texts */
export function sourceLine(source, texts) {
  if (!source) return "";
  const own = Object.hasOwn(OWN_SOURCES, source.id) ? texts.extension[OWN_SOURCES[source.id] ?? ""] : "";
  const title = own || source.title;
  const date = dateIn(source.as_of, texts.language.code);
  return date ? say(texts.extension.source, { title, date }) : title;
}

/** Only addresses of the web become links. @param {unknown} url */
export const link = (url) => (typeof url === "string" && /^https?:\/\//.test(url) ? url : "");

/** State and reason texts start small in some files; alone on a line they are sentences. @param {unknown} words @param {string} language */
function asSentence(words, language) {
  const text = String(words ?? "");
  return text && text.charAt(0).toLocaleUpperCase(language) + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".");
}

/** Each of what is said as a sentence. @param {unknown[]} said @param {string} language */
function sentencesOf(said, language) {
  return said.filter(Boolean).map((words) => asSentence(words, language)).join(" ");
}

/** What was consulted, each with the address where anyone can look. @param {WireSource[]} sources @param {Texts} texts */
function consulted(sources, texts) {
  return sources.map((source) => ({ text: sourceLine(source, texts), url: link(source?.url) })).filter(({ text }) => text);
}

/** @param {TabState} state @param {string} name @param {Texts} texts @returns {ViewCheck} */
function checkIn(state, name, texts) {
  const { verdict, extension } = texts;
  const title = String(verdict.checks?.[name]?.name ?? name);
  const answered = state.verdict?.checks.find((check) => check.check === name);
  if (answered) {
    const said = [answered.state !== "not_checked" && answered.state_text, answered.reason_text];
    const step = answered.state === "not_checked" ? "step_service_could_not" : "step_service";
    const sources = consulted(answered.sources, texts);
    return { name: title, state: answered.state, text: extension[step] ?? "", detail: sentencesOf(said, texts.language.code), sources };
  }
  if (name === "wording") {
    const { reason, state: ours } = state.wording;
    const said = [!(reason && ours === "not_checked") && verdict.states?.[ours], reason && verdict.reasons?.[reason]];
    const step = ours === "not_checked" ? verdict.states?.not_checked : extension.step_device;
    return { name: title, state: ours, text: String(step ?? ""), detail: sentencesOf(said, texts.language.code), sources: [] };
  }
  const step = { not_asked: "step_not_asked", asking: "step_asking", answered: "step_refused", failed: "step_unreachable" }[state.service];
  const text = state.failure === "error_service_refused" ? extension.step_refused : extension[step];
  return { name: title, state: "not_checked", text: text ?? "", detail: "", sources: [] };
}

/** Whether the address is listed at the service; only where the reader agreed to ask. @param {TabState} state @param {Texts} texts @returns {ViewCheck[]} */
function lookupIn({ lookup }, texts) {
  if (!lookup) return [];
  const { extension, verdict } = texts;
  const failed = lookup.failure === "error_service_refused" ? extension.step_refused : extension.step_unreachable;
  const words = {
    asking: extension.step_asking,
    listed: say(extension.lookup_listed, { level: String(verdict.levels[lookup.level]?.title ?? lookup.level) }),
    not_listed: extension.lookup_not_listed,
    failed,
  };
  return [{ name: extension.lookup_name ?? "", state: LIKE[lookup.state] ?? "not_checked", text: words[lookup.state] ?? "", detail: "", sources: [] }];
}

/** What the service said about the page as it sees it; only where the reader sent the address. @param {TabState} state @param {Texts} texts @returns {ViewCheck[]} */
function comparedIn({ verdict }, texts) {
  if (!verdict?.compared) return [];
  const { state, sentence } = verdict.compared;
  return [{ name: texts.extension.compared ?? "", state: LIKE[state] ?? "not_checked", text: sentence, detail: "", sources: [] }];
}

/** Everything that was looked at, or why it was not, in the order in which it happens. @param {TabState} state @param {Texts} texts @returns {ViewCheck[]} */
export function checksIn(state, texts) {
  const three = ["wording", "register", "contact"].map((name) => checkIn(state, name, texts));
  return [...three, ...lookupIn(state, texts), ...comparedIn(state, texts)];
}
