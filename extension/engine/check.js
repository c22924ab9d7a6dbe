// The wording check in the browser: the same findings as the service, in the same shape as its answers.
// Twin of service/leadlight/wording/check.py.

import { unitCounter } from "./code_points.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./engine.js").Hit} Hit */
/** @typedef {import("./engine.js").Pack} Pack */
/** @typedef {{field: string, start: number, end: number, exact: string, prefix: string, suffix: string}} Quote */
/** @typedef {{id: string, title: string, as_of: string, version: string, url: string}} Source */
/** @typedef {{title?: string, text?: string, country?: string}} Words The words of an ad and its country. */

/**
 * @typedef {object} Finding
 * @property {string} check
 * @property {string} indicator
 * @property {string} family
 * @property {string} weight
 * @property {boolean} red_line
 * @property {boolean} combination
 * @property {Quote[]} quotes places count code points; `unitCounter` converts them for JavaScript
 * @property {Source} source
 * @property {Record<string, string>} facts
 */

/**
 * @typedef {object} CheckResult
 * @property {"wording"} check
 * @property {"found"|"nothing_found"|"not_checked"} state
 * @property {string|null} reason set exactly when not checked
 * @property {Source[]} sources
 * @property {Finding[]} findings
 */

/** @type {[string, string, string]} */
const NO_LAW = ["", "", ""];
const CONTEXT = 32; // code points on each side of a quote

/**
 * Looks for indicators in the title and the text of an ad, each on its own.
 * @param {Engine} engine
 * @param {Words} ad
 * @returns {CheckResult}
 */
export function checkWording(engine, ad) {
  const pack = engine.pack;
  const source = { id: "rules", title: "Leadlight rules", as_of: pack.as_of, version: pack.version, url: "" };
  const fields = /** @type {[string, string][]} */ ([
    ["title", ad.title ?? ""],
    ["text", ad.text ?? ""],
  ]).filter(([, text]) => !engine.characters.isBlank(text));
  if (fields.length === 0) {
    return { check: "wording", state: "not_checked", reason: "no_text", sources: [source], findings: [] };
  }
  /** @type {Map<string, Hit[]>} */
  const hits = new Map();
  for (const hit of engine.match(fields)) hits.set(hit.indicator, [...(hits.get(hit.indicator) ?? []), hit]);
  const findings = pack.indicators.flatMap((indicator) => {
    const found = hits.get(indicator.id);
    return found === undefined ? [] : [findingOf(indicator, found, new Map(fields), ad.country ?? "", pack, source)];
  });
  const all = [...findings, ...combined(pack, findings, source)];
  const state = all.length > 0 ? "found" : "nothing_found";
  return { check: "wording", state, reason: null, sources: [source], findings: all };
}

/**
 * @param {Pack["indicators"][number]} indicator @param {Hit[]} hits @param {Map<string, string>} texts
 * @param {string} country @param {Pack} pack @param {Source} source @returns {Finding}
 */
function findingOf(indicator, hits, texts, country, pack, source) {
  const [rule, law, checkedOn] = (indicator.red_line === "where_fees_forbidden" && pack.fee_laws[country]) || NO_LAW;
  const forbidden = rule === "forbidden";
  return {
    check: "wording",
    indicator: indicator.id,
    family: indicator.family,
    weight: indicator.weight,
    red_line: indicator.red_line === "always" || forbidden,
    combination: false,
    quotes: hits.map((hit) => quoteOf(texts.get(hit.field) ?? "", hit)),
    source,
    facts: { ...(country && { country }), ...(law !== "" && rule !== "unknown" && feeFacts(rule, law, checkedOn)) },
  };
}

/** What the law of the country of work says about charging workers. @param {string} rule @param {string} law @param {string} checkedOn */
function feeFacts(rule, law, checkedOn) {
  return { fee_rule: rule, fee_law: law, fee_law_checked_on: checkedOn };
}

/** @param {string} text @param {Hit} hit @returns {Quote} */
function quoteOf(text, { field, start, end }) {
  const units = unitCounter(text);
  /** @param {number} from @param {number} to */
  const cut = (from, to) => text.slice(units(Math.max(0, from)), units(to));
  return {
    field,
    start,
    end,
    exact: cut(start, end),
    prefix: cut(start - CONTEXT, start),
    suffix: cut(end, end + CONTEXT),
  };
}

/** @param {Pack} pack @param {Finding[]} findings @param {Source} source @returns {Finding[]} */
function combined(pack, findings, source) {
  const found = new Map(findings.map((finding) => [finding.indicator, finding]));
  /** @type {Finding[]} */
  const all = [];
  for (const { id, all: needed, at_least: atLeast, any_of: anyOf } of pack.combinations) {
    const some = anyOf.filter((indicator) => found.has(indicator));
    if (!needed.every((indicator) => found.has(indicator)) || some.length < atLeast) continue;
    const quotes = [...needed, ...some].flatMap((indicator) => found.get(indicator)?.quotes.slice(0, 1) ?? []);
    all.push({
      check: "wording",
      indicator: id,
      family: "combination",
      weight: "strong",
      red_line: false,
      combination: true,
      quotes,
      source,
      facts: {},
    });
  }
  return all;
}
