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
const SPACE = 0x20; // no filler
const PLAIN_UNITS = 0x80; // up to there no mark or other ignored character: a second such unit is a second letter
const LINE_BREAKS = "\n\u2029"; // letters below each other are a list

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
    if (standsAlone(text, words, place)) {
      place++;
      continue;
    }
    let last = lastSpacedLetter(text, words, place, characters);
    let word = "";
    if (last - place + 1 >= SHORTEST_RUN) {
      for (let n = place; n <= last; n++) word += wordAt(words, n).word;
    } else {
      [last, word] = filledWord(text, words, place, characters);
    }
    // A run that is too long is no word; it is passed over as a whole, or a hostile text would be read again and
    // again from each of its letters.
    const length = last > place ? pointsIn(word) : 0;
    if (length >= SHORTEST_JOINED && length <= LONGEST_WORD) {
      runs.push({ start: wordAt(words, place).start, end: wordAt(words, last).end, word, joined: true });
    }
    place = last + 1;
  }
  return runs.length > 0 ? withRuns(cuts, runs) : null;
}

/**
 * A word of several letters with a space before the next word, as most are: asked first, without a call for each sign.
 * @param {string} text @param {Cut[]} words @param {number} place
 */
function standsAlone(text, words, place) {
  const word = wordAt(words, place).word ?? "";
  const next = words[place + 1];
  return next !== undefined && text.charCodeAt(next.start - 1) === SPACE && word.charCodeAt(1) < PLAIN_UNITS;
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
 * The last of a run of single letters with the same single sign between each two.
 * @param {string} text @param {Cut[]} words @param {number} place @param {Characters} characters @returns {number}
 */
function lastSpacedLetter(text, words, place, characters) {
  if (!isSingle(wordAt(words, place), characters)) return place;
  let last = place;
  let sign = "";
  while (last + 1 < words.length && isSingle(wordAt(words, last + 1), characters)) {
    const start = wordAt(words, last).end;
    const end = wordAt(words, last + 1).start;
    const between = end - start > 2 ? "" : text.slice(start, end);
    if (pointsIn(between) !== 1 || LINE_BREAKS.includes(between) || (sign !== "" && between !== sign)) break;
    sign = between;
    last++;
  }
  return last;
}

/**
 * The last of words with nothing but fillers between them, and what they say together.
 * Signs that look like letters count as these letters.
 * @param {string} text @param {Cut[]} words @param {number} place @param {Characters} characters
 * @returns {[number, string]}
 */
function filledWord(text, words, place, characters) {
  let last = place;
  let word = wordAt(words, place).word ?? "";
  while (last + 1 < words.length) {
    const filling = characters.filling(text, wordAt(words, last).end, wordAt(words, last + 1).start);
    if (filling === null) break;
    last++;
    word += filling + wordAt(words, last).word;
  }
  return [last, word];
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
