// Joins words that an ad takes apart: `p a s s p o r t`, `p.a.s.s.p.o.r.t`, a picture inside a word, `p@ssport`.
// Twin of service/leadlight/wording/second_view.py.

import { LONGEST_WORD } from "./characters.js";

/** @typedef {import("./characters.js").Characters} Characters */
/**
 * @typedef {object} Cut A word of a view, or the end of a sentence.
 * @property {number} start
 * @property {number} end
 * @property {string | null} word null for the end of a sentence
 * @property {boolean} joined taken apart in the ad
 */

const SHORTEST_RUN = 4;
const SHORTEST_JOINED = 4;

/** The words of a text as they stand, and the ends of its sentences. @param {string} text @param {Characters} characters @returns {Cut[]} */
export function cutsOf(text, characters) {
  /** @type {Cut[]} */
  const cuts = [];
  characters.cut(text, (start, end, isWord) => {
    cuts.push({ start, end, word: isWord ? text.slice(start, end) : null, joined: false });
  });
  return cuts;
}

/**
 * The words of a text with what is taken apart joined, or null when nothing is.
 * @param {string} text @param {Cut[]} cuts @param {Characters} characters @returns {Cut[] | null}
 */
export function secondView(text, cuts, characters) {
  const words = cuts.filter((cut) => cut.word !== null);
  /** @type {Cut[]} */
  const runs = [];
  for (let place = 0; place < words.length; ) {
    const run = spacedLetters(text, words, place, characters) ?? filledWord(text, words, place, characters);
    if (run === null) {
      place++;
      continue;
    }
    runs.push(run);
    while (place < words.length && wordAt(words, place).start < run.end) place++;
  }
  return runs.length > 0 ? withRuns(cuts, runs) : null;
}

/** @param {Cut[]} cuts @param {Cut[]} runs @returns {Cut[]} */
function withRuns(cuts, runs) {
  /** @type {Cut[]} */
  const view = [];
  let next = 0;
  for (const cut of cuts) {
    while (next < runs.length && cut.start >= wordAt(runs, next).end) next++;
    const run = runs[next];
    if (run === undefined || cut.start < run.start) view.push(cut);
    else if (cut.start === run.start) view.push(run);
  }
  return view;
}

/**
 * A run of single letters with the same single sign between each two.
 * @param {string} text @param {Cut[]} words @param {number} place @param {Characters} characters @returns {Cut | null}
 */
function spacedLetters(text, words, place, characters) {
  if (!isSingle(wordAt(words, place), characters)) return null;
  let last = place;
  let sign = "";
  while (last + 1 < words.length && isSingle(wordAt(words, last + 1), characters)) {
    const between = text.slice(wordAt(words, last).end, wordAt(words, last + 1).start);
    if (pointsIn(between) !== 1 || between === "\n" || (sign !== "" && between !== sign)) break;
    sign = between;
    last++;
  }
  const letters = last - place + 1;
  return letters >= SHORTEST_RUN && letters <= LONGEST_WORD ? joined(words, place, last, "") : null;
}

/**
 * Words with nothing but fillers between them; signs that look like letters count as these letters.
 * @param {string} text @param {Cut[]} words @param {number} place @param {Characters} characters @returns {Cut | null}
 */
function filledWord(text, words, place, characters) {
  let last = place;
  let word = wordAt(words, place).word ?? "";
  while (last + 1 < words.length && pointsIn(word) <= LONGEST_WORD) {
    const filling = characters.filling(text, wordAt(words, last).end, wordAt(words, last + 1).start);
    if (filling === null) break;
    last++;
    word += filling + wordAt(words, last).word;
  }
  const length = last === place ? 0 : pointsIn(word);
  return length >= SHORTEST_JOINED && length <= LONGEST_WORD ? joined(words, place, last, word) : null;
}

/** @param {Cut[]} words @param {number} first @param {number} last @param {string} word "" for the words themselves @returns {Cut} */
function joined(words, first, last, word) {
  const own = words.slice(first, last + 1).map((cut) => cut.word);
  return { start: wordAt(words, first).start, end: wordAt(words, last).end, word: word || own.join(""), joined: true };
}

/** @param {Cut} cut @param {Characters} characters */
function isSingle(cut, characters) {
  return cut.word !== null && (cut.word.length === 1 || characters.isSingleLetter(cut.word));
}

/** @param {Cut[]} cuts @param {number} place @returns {Cut} */
function wordAt(cuts, place) {
  return /** @type {Cut} */ (cuts[place]);
}

/** Code points of a short text; of a long one at least more than any limit here. @param {string} text */
function pointsIn(text) {
  return text.length > 4 * LONGEST_WORD ? text.length : [...text].length;
}
