import "../platform/browser.js";
import { decide } from "../engine/verdict.js";
import { countryName, countryOfLanguage } from "./country.js";
import { EXIT_ADDRESS } from "./settings.js";
import { say } from "./texts.js";
import { checksIn, link, sourceLine } from "./view_checks.js";

const { browser } = globalThis.leadlight;

/** @typedef {import("./tab_state.js").TabState} TabState */
/** @typedef {import("./texts.js").Texts} Texts */

const GRAVITY = ["not_checked", "nothing_found", "notice", "caution", "warning"];
/** Words that the drawing needs beside the sentences that are made here. */
const DRAWN = [
  "panel", "close", "settings", "leave_quickly", "findings", "quote_show", "what_to_do", "helplines", "checks", "service",
  "send_nothing_else", "send_address", "send_compares", "send_exactly", "send", "not_now", "not_a_proof",
  "hide_site", "learn_more", "report", "dispute",
];

/** @param {WireFinding} finding @param {number} place @param {Texts} texts @returns {ViewFinding} */
function findingIn(finding, place, texts) {
  const known = texts.indicators[finding.indicator];
  return {
    key: `${place}:${finding.indicator}`,
    headline: finding.headline ?? say(known?.headline ?? finding.indicator, finding.facts),
    why: finding.why ?? [say(known?.why, finding.facts), lawIn(finding, texts)].filter(Boolean).join(" "),
    whatToDo: finding.what_to_do ?? say(known?.what_to_do, finding.facts),
    quotes: finding.quotes,
    source: sourceLine(finding.source, texts),
    sourceUrl: link(finding.source?.url),
  };
}

/** What the law of the country of work says about charging workers, when the finding carries it. @param {WireFinding} finding @param {Texts} texts */
function lawIn({ facts }, { verdict, language }) {
  const sentence = verdict.fee_laws?.[facts.fee_rule ?? ""];
  return sentence ? say(sentence, { ...facts, country: countryName(String(facts.country ?? ""), language.code) }) : "";
}

/** The gravest first, then as they stand in the ad: as the service sorts them. @param {WireFinding} one @param {WireFinding} other */
function byImportance(one, other) {
  /** @param {WireFinding} finding */
  const rank = (finding) => [
    finding.red_line || finding.combination ? 0 : 1,
    ["strong", "medium", "weak"].indexOf(finding.weight),
    Math.min(...finding.quotes.map((quote) => quote.start), Infinity),
  ];
  const [mine, theirs] = [rank(one), rank(other)];
  const place = mine.findIndex((value, at) => value !== theirs[at]);
  return place < 0 ? 0 : /** @type {number} */ (mine[place]) - /** @type {number} */ (theirs[place]);
}

/** The service's findings, and those of this device that it does not share. @param {TabState} state */
function allFindings(state) {
  const theirs = state.verdict?.findings ?? [];
  const known = new Set(theirs.map((finding) => finding.indicator));
  return [...theirs, ...state.findings.filter((finding) => !known.has(finding.indicator))].sort(byImportance);
}

/** @param {TabState} state @returns {{ level: Level, row: string }} the graver of both: an answer never takes back what stands there */
function decisionOf(state) {
  const unasked = ["register", "contact"].map((check) => /** @type {WireCheck} */ ({ check, state: "not_checked", reason: "not_asked", sources: [] }));
  const here = decide([{ ...state.wording, findings: state.findings }, ...unasked]);
  const there = state.verdict;
  const graver = there && GRAVITY.indexOf(there.level) >= GRAVITY.indexOf(here.level) ? { level: there.level, row: there.row.id } : here;
  // A look-up gives a level without its reason: the row that explains the check on this device would not fit.
  const known = state.lookup?.state === "listed" ? state.lookup.level : "not_checked";
  return GRAVITY.indexOf(known) > GRAVITY.indexOf(graver.level) ? { level: known, row: "" } : graver;
}

/**
 * What a question to the service carries. Shown to the reader before it is sent, and sent exactly so.
 * @param {TabState} state @param {string} language of the answer @param {boolean} withAddress
 * @returns {import("./service.js").Question}
 */
export function questionFor(state, language, withAddress) {
  const { text, title, employer, url } = state.reading;
  const question = { text, title, employer, country: state.country, language };
  return withAddress && link(url) ? { ...question, url, compare: true } : question;
}

/** @param {TabState} state @param {Texts} texts @param {string} serviceUrl @returns {ViewService} */
function serviceIn(state, texts, serviceUrl) {
  const { extension, language } = texts;
  const question = questionFor(state, language.code, false);
  const count = new Intl.NumberFormat(language.code).format([...question.text].length);
  const sends = [
    question.title && say(extension.send_title, { title: question.title }),
    question.employer && say(extension.send_employer, { employer: question.employer }),
    question.country && say(extension.send_country, { country: countryName(question.country, language.code) }),
    say(extension.send_text, { count }),
  ];
  const message = { not_asked: extension.service_offer, asking: extension.service_asking, answered: extension.service_answered, failed: extension[state.failure] }[state.service];
  return {
    state: state.service,
    message: message ?? "",
    askLabel: (state.service === "failed" ? extension.ask_again : extension.ask) ?? "",
    sendHeading: say(extension.send_heading, { host: new URL(serviceUrl).host }),
    sends: sends.filter(Boolean),
    exactly: JSON.stringify(question, null, 2),
    exactlyWithAddress: JSON.stringify(questionFor(state, language.code, true), null, 2),
    canSendAddress: Boolean(link(state.reading.url)),
  };
}

/** @param {WireHelpline} helpline @param {string} language @returns {ViewHelpline} */
function helplineIn(helpline, language) {
  const spoken = new Intl.DisplayNames([language], { type: "language" });
  const languages = (helpline.languages ?? []).map((code) => spoken.of(code)).join(", ");
  return { name: helpline.name, phone: helpline.phone ?? "", url: link(helpline.url), detail: [helpline.hours, languages].filter(Boolean).join(" · ") };
}

/**
 * Numbers for the country of the work, for the reader's, then those for everywhere.
 * @param {Record<string, WireHelpline[]>} byCountry @param {TabState} state @param {string} language
 */
function helplinesFor(byCountry, state, language) {
  const readers = [countryOfLanguage(language), new Intl.Locale(browser.i18n.getUILanguage()).region ?? ""];
  /** @type {Map<string, WireHelpline>} */ const chosen = new Map();
  for (const country of [state.country, ...readers, "EU"]) {
    for (const helpline of byCountry[country] ?? []) chosen.set(`${helpline.name} ${helpline.phone}`, helpline);
  }
  return [...chosen.values()];
}

/** @param {TabState} state @param {Texts} texts */
function notesOn(state, texts) {
  const notes = { selection: texts.extension.note_selection, "page-text": texts.extension.note_no_ad_marked };
  const note = notes[/** @type {keyof typeof notes} */ (state.reading.foundBy)];
  return note ? [note] : [];
}

/**
 * A verdict in the reader's words, ready to draw.
 * @param {TabState} state @param {Texts} texts
 * @param {{ serviceUrl: string, helplines: Record<string, WireHelpline[]> }} known
 * @returns {View}
 */
export function viewOf(state, texts, { serviceUrl, helplines }) {
  const { level, row } = decisionOf(state);
  const { code } = texts.language;
  return {
    token: state.token,
    level,
    levelTitle: String(texts.verdict.levels[level].title),
    levelMeaning: String(texts.verdict.levels[level].meaning),
    row: String(texts.verdict.rows?.[row] ?? ""),
    notes: notesOn(state, texts),
    findings: allFindings(state).map((finding, place) => findingIn(finding, place, texts)),
    checks: checksIn(state, texts),
    helplines: helplinesFor(helplines, state, code).map((helpline) => helplineIn(helpline, code)),
    service: serviceIn(state, texts, serviceUrl),
    words: Object.fromEntries(DRAWN.map((key) => [key, texts.extension[key] ?? ""])),
    language: { code, direction: texts.language.direction },
    exit: EXIT_ADDRESS,
    onPage: state.onPage,
    unmarked: state.reading.foundBy === "page-text",
  };
}
