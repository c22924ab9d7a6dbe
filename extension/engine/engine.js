// The matcher: finds the places of a text that the rules of a pack ask for.
// Twin of service/leadlight/wording/engine.py, which says what counts as a match.

import { Characters } from "./characters.js";
import { checkWording } from "./check.js";
import { codePointCounter } from "./code_points.js";
import { Phrases } from "./phrases.js";
import { FEWEST_TELLS, spelledAtoms } from "./latin_letters.js";
import { cutsOf, secondView } from "./second_view.js";
import { tightest, unitsOf, walkBack, walkForward } from "./units.js";
import { BREAK, Vocabulary } from "./vocabulary.js";

/** @typedef {import("./units.js").Window} Window */
/** @typedef {import("./units.js").Unit} Unit */
/** @typedef {import("./vocabulary.js").Token} Token */
/** @typedef {import("./second_view.js").Cut} Cut */
/** @typedef {{field: string, start: number, end: number, indicator: string}} Hit places count code points */
/** @typedef {[number, number]} Place start and end in UTF-16 units */

/**
 * @typedef {object} Pack
 * @property {number} format
 * @property {string} version
 * @property {string} as_of
 * @property {{id: string, family: string, weight: "weak"|"medium"|"strong", red_line?: string, disguised?: boolean}[]} indicators
 * @property {{id: string, all: string[], at_least: number, any_of: string[]}[]} combinations
 * @property {Record<string, [string, string, string]>} fee_laws rule for worker fees, law, day of reading
 * @property {import("./units.js").PackedUnit[]} units
 * @property {string} atoms
 * @property {number[]} phrases
 * @property {import("./latin_letters.js").LatinLetters[]} latin
 * @property {import("./characters.js").CharacterTable} characters
 */

export const PACK_FORMAT = 1;
export const MOST_QUOTES = 8;

export class Engine {
  /** @param {Pack} pack */
  constructor(pack) {
    if (pack.format !== PACK_FORMAT) throw new Error(`the pack has format ${pack.format}, not ${PACK_FORMAT}`);
    this.pack = pack;
    this.characters = new Characters(pack.characters);
    this.phrases = new Phrases(pack.phrases, new Set(pack.units.flatMap((unit) => unit.g.flat())));
    this.units = unitsOf(pack.units, this.phrases);
    /** @type {Map<number, Unit[]>} */
    this.unitsOf = new Map();
    for (const unit of this.units) {
      for (const slot of unit.groups[0] ?? []) this.unitsOf.set(slot, [...(this.unitsOf.get(slot) ?? []), unit]);
    }
    this.atoms = pack.atoms === "" ? [] : pack.atoms.split("\n");
    /** @type {Map<string, number[]>} */
    const tells = new Map();
    pack.latin.forEach((alphabet, number) => {
      for (const word of alphabet.tells) tells.set(word, [...(tells.get(word) ?? []), number]);
    });
    this.vocabulary = new Vocabulary(this.atoms, this.phrases, this.characters, tells);
    /** @type {Map<number, Vocabulary>} */
    this.spelled = new Map();
    this.disguised = pack.indicators.filter((indicator) => indicator.disguised).map((indicator) => indicator.id);
  }

  /**
   * Every indicator in the fields of an ad, each field on its own, in the order given.
   * @param {Iterable<[string, string]>} fields name and text
   * @returns {Hit[]} by field, then by place
   */
  match(fields) {
    /** @type {Hit[]} */
    const hits = [];
    const left = this.pack.indicators.map(() => MOST_QUOTES);
    let hiddenLeft = MOST_QUOTES;
    for (const [field, text] of fields) {
      const matches = this.matches(text);
      const chosen = choose([...matches.keys()], left);
      if (chosen.length === 0) continue;
      const count = codePointCounter(text);
      chosen.sort((a, b) => a.start - b.start || a.end - b.end || a.unit.indicator - b.unit.indicator);
      for (const { start, end, unit } of chosen) {
        const indicator = this.pack.indicators[unit.indicator]?.id ?? "";
        hits.push({ field, start: count(start), end: count(end), indicator });
      }
      if (this.disguised.length === 0 || hiddenLeft === 0) continue;
      const words = distinct(chosen.flatMap((match) => matches.get(match) ?? [])).slice(0, hiddenLeft);
      hiddenLeft -= words.length;
      for (const [start, end] of words) {
        for (const id of this.disguised) hits.push({ field, start: count(start), end: count(end), indicator: id });
      }
    }
    return hits;
  }

  /**
   * Windows of every view of a text, counted in UTF-16 units, each with the places of its disguised words.
   * @param {string} text @returns {Map<Window, Place[]>}
   */
  matches(text) {
    const cuts = cutsOf(text, this.characters);
    const first = classes(cuts, this.vocabulary);
    /** @type {Map<string, [Window, Place[]]>} */
    const all = new Map();
    this.addMatches(first, cuts, all);
    const joined = secondView(text, cuts, this.characters);
    if (joined !== null) this.addMatches(classes(joined, this.vocabulary), joined, all);
    for (const number of this.alphabetsIn(first, cuts)) {
      const view = joined ?? cuts;
      this.addMatches(classes(view, this.vocabularyInLatin(number)), view, all);
    }
    return new Map(all.values());
  }

  /** What an earlier view found keeps its disguised words. @param {Token[]} tokens @param {Cut[]} cuts @param {Map<string, [Window, Place[]]>} all */
  addMatches(tokens, cuts, all) {
    for (const { start, end, unit } of this.windows(tokens)) {
      const match = { start: cuts[start]?.start ?? 0, end: cuts[end - 1]?.end ?? 0, unit };
      const key = `${match.start}|${match.end}|${unit.number}`;
      if (!all.has(key)) all.set(key, [match, hiddenWords({ start, end, unit }, tokens, cuts)]);
    }
  }

  /** Alphabets whose betraying words stand in a text in Latin letters. @param {Token[]} tokens @param {Cut[]} cuts */
  alphabetsIn(tokens, cuts) {
    /** @type {Map<number, Set<string>>} */
    const words = new Map();
    tokens.forEach((token, place) => {
      for (const number of token.tells) {
        const known = words.get(number) ?? new Set();
        words.set(number, known.add(this.characters.fold(cuts[place]?.word ?? "")));
      }
    });
    return [...words.keys()].filter((number) => (words.get(number)?.size ?? 0) >= FEWEST_TELLS).sort((a, b) => a - b);
  }

  /** @param {number} number @returns {Vocabulary} */
  vocabularyInLatin(number) {
    let vocabulary = this.spelled.get(number);
    if (vocabulary === undefined) {
      const alphabet = /** @type {import("./latin_letters.js").LatinLetters} */ (this.pack.latin[number]);
      const spelled = spelledAtoms(alphabet, this.atoms);
      vocabulary = new Vocabulary(this.atoms, this.phrases, this.characters, new Map(), spelled);
      this.spelled.set(number, vocabulary);
    }
    return vocabulary;
  }

  /** @param {Token[]} tokens @returns {Window[]} */
  windows(tokens) {
    const found = this.search(tokens);
    /** @type {Set<Unit>} */
    const units = new Set();
    for (const slot of found.keys()) for (const unit of this.unitsOf.get(slot) ?? []) units.add(unit);
    return [...units].flatMap((unit) => unit.windows(found, tokens));
  }

  /**
   * Occurrences of the slots that are searched for: slot -> start -> nearest end.
   * @param {Token[]} tokens @returns {Map<number, Map<number, number>>}
   */
  search(tokens) {
    /** @type {Map<number, Map<number, number>>} */
    const found = new Map();
    for (let place = 0; place < tokens.length; place++) {
      const starts = /** @type {Token} */ (tokens[place]).starts;
      for (const { slot, before, after } of starts) {
        const end = after.length === 0 ? place + 1 : walkForward(after, place + 1, tokens);
        if (end < 0) continue;
        for (const start of before.length === 0 ? [place] : walkBack(before, place - 1, tokens)) {
          let ends = found.get(slot);
          if (ends === undefined) found.set(slot, (ends = new Map()));
          const known = ends.get(start);
          if (known === undefined || end < known) ends.set(start, end);
        }
      }
    }
    return found;
  }
}

/**
 * The rules of a pack, ready to check ads.
 * @param {Pack} pack as built by `leadlight rules build`
 * @throws {Error} the pack has another format than this engine reads
 */
export function createEngine(pack) {
  const engine = new Engine(pack);
  return {
    engine,
    version: pack.version,
    /** The findings of an ad; empty when the rules saw nothing or there were no words. @param {import("./check.js").Words} ad */
    check: (ad) => checkWording(engine, ad).findings,
    /** The whole answer of the wording check, with its state and reason. @param {import("./check.js").Words} ad */
    result: (ad) => checkWording(engine, ad),
  };
}

/**
 * For each indicator from left to right, not overlapping, as many as may still be quoted.
 * @param {Window[]} windows @param {number[]} left @returns {Window[]}
 */
function choose(windows, left) {
  /** @type {Map<number, Window[]>} */
  const groups = new Map();
  for (const window of windows) {
    const known = groups.get(window.unit.indicator);
    if (known === undefined) groups.set(window.unit.indicator, [window]);
    else known.push(window);
  }
  /** @type {Window[]} */
  const chosen = [];
  for (const [indicator, group] of groups) {
    let end = -1;
    for (const window of tightest(group)) {
      if (window.start < end || !left[indicator]) continue;
      left[indicator] = (left[indicator] ?? 0) - 1;
      chosen.push(window);
      end = window.end;
    }
  }
  return chosen;
}

/** Places of the disguised words of a window. @param {Window} window @param {Token[]} tokens @param {Cut[]} cuts @returns {Place[]} */
function hiddenWords({ start, end, unit }, tokens, cuts) {
  /** @type {Place[]} */
  const words = [];
  for (let place = start; place < end; place++) {
    const cut = cuts[place];
    if (cut && tokens[place]?.hidden.some((atom) => unit.atoms.has(atom))) words.push([cut.start, cut.end]);
  }
  return words;
}

/** @param {Place[]} places @returns {Place[]} each once, in order */
function distinct(places) {
  const byKey = new Map(places.map((place) => [place.join(), place]));
  return [...byKey.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** Token classes of the words of a view. @param {Cut[]} cuts @param {Vocabulary} vocabulary @returns {Token[]} */
function classes(cuts, vocabulary) {
  const tokens = cuts.map(({ word, joined }) =>
    word === null ? BREAK : joined ? vocabulary.joined(word) : vocabulary.word(word),
  );
  tokens.push(BREAK);
  return tokens;
}
