// Turns words into token classes: which atoms of the rules a word fits.
// Twin of service/leadlight/wording/vocabulary.py.

/** @typedef {import("./characters.js").Reading} Reading */
/** @typedef {import("./characters.js").Characters} Characters */
/** @typedef {import("./phrases.js").Phrases} Phrases */
/** @typedef {import("./phrases.js").Start} Start */

/**
 * @typedef {object} Token Class of a word.
 * @property {number[] | null} atoms atoms that the word fits; null for the end of a sentence
 * @property {number[]} hidden those that it fits only through a disguise
 * @property {Start[]} starts phrases that are searched from this word
 * @property {number[]} tells alphabets whose words, written in Latin letters, look like this one
 */

const REMEMBERED_WORDS = 30_000;
const LONGEST_REMEMBERED = 64;
const GRAM = 4;

/** @type {Token} */
export const BREAK = { atoms: null, hidden: [], starts: [], tells: [] };
/** @type {Token} */
const PLAIN = { atoms: [], hidden: [], starts: [], tells: [] };

export class Vocabulary {
  /**
   * @param {[string, number][]} atoms
   * @param {Phrases} phrases
   * @param {Characters} characters
   * @param {Map<string, number[]>} [tells]
   */
  constructor(atoms, phrases, characters, tells = new Map()) {
    this.tells = tells;
    this.characters = characters;
    this.phrases = phrases;
    /** @type {Map<string, number[]>} */ this.whole = new Map();
    /** @type {Map<string, number[]>} */ this.prefixes = new Map();
    /** @type {Map<string, number[]>} */ this.endings = new Map();
    /** @type {Map<string, [string, number][]>} */ this.inside = new Map();
    /** @type {Map<string, Token>} */ this.classes = new Map();
    /** @type {Map<string, Token>} */ this.words = new Map();
    this.shortestPrefix = Infinity;
    this.longestPrefix = 0;
    this.shortestEnding = Infinity;
    this.longestEnding = 0;
    for (const [atom, number] of atoms) this.add(atom[0] ?? "", atom.slice(1), number);
  }

  /** @param {string} kind @param {string} text @param {number} number */
  add(kind, text, number) {
    if (kind === "=") {
      append(this.whole, text, number);
    } else if (kind === "^") {
      append(this.prefixes, text, number);
      this.shortestPrefix = Math.min(this.shortestPrefix, text.length);
      this.longestPrefix = Math.max(this.longestPrefix, text.length);
    } else if (kind === "$") {
      append(this.endings, text, number);
      this.shortestEnding = Math.min(this.shortestEnding, text.length);
      this.longestEnding = Math.max(this.longestEnding, text.length);
    } else {
      const gram = text.slice(0, GRAM);
      this.inside.set(gram, [...(this.inside.get(gram) ?? []), [text, number]]);
    }
  }

  /** Class of a word as cut from the text. @param {string} word @returns {Token} */
  word(word) {
    let token = this.words.get(word);
    if (token === undefined) {
      const readings = this.characters.readings(word);
      token = this.ofReadings(readings, this.tells.get(readings[0]?.text ?? "") ?? []);
      if (word.length <= LONGEST_REMEMBERED) {
        if (this.words.size >= REMEMBERED_WORDS) this.words.clear();
        this.words.set(word, token);
      }
    }
    return token;
  }

  /** Class of a word that the ad takes apart: whatever it says is said in disguise. @param {string} word @returns {Token} */
  joined(word) {
    return this.ofReadings(this.characters.readings(word).map(({ text }) => ({ text, hidden: true })));
  }

  /** @param {Reading[]} readings @param {number[]} [tells] @returns {Token} */
  ofReadings(readings, tells = []) {
    /** @type {Set<number>} */ const plain = new Set();
    /** @type {Set<number>} */ const disguised = new Set();
    for (const reading of readings) this.collect(reading.text, reading.hidden ? disguised : plain);
    if (plain.size === 0 && disguised.size === 0 && tells.length === 0) return PLAIN;
    const hidden = [...disguised].filter((atom) => !plain.has(atom)).sort(ascending);
    const atoms = [...plain, ...hidden].sort(ascending);
    const key = `${atoms}|${hidden}|${tells}`;
    let token = this.classes.get(key);
    if (token === undefined) {
      token = { atoms, hidden, tells, starts: atoms.flatMap((atom) => this.phrases.from(atom)) };
      this.classes.set(key, token);
    }
    return token;
  }

  /** @param {string} text @param {Set<number>} into */
  collect(text, into) {
    const length = text.length;
    addAll(into, this.whole.get(text));
    for (let n = this.shortestPrefix; n <= this.longestPrefix && n <= length; n++) {
      addAll(into, this.prefixes.get(text.slice(0, n)));
    }
    for (let n = this.shortestEnding; n <= this.longestEnding && n <= length; n++) {
      addAll(into, this.endings.get(text.slice(length - n)));
    }
    if (this.inside.size === 0) return;
    for (let place = 0; place + GRAM <= length; place++) {
      for (const [part, atom] of this.inside.get(text.slice(place, place + GRAM)) ?? []) {
        if (text.startsWith(part, place)) into.add(atom);
      }
    }
  }
}

/** @param {number} a @param {number} b */
function ascending(a, b) {
  return a - b;
}

/** @param {Map<string, number[]>} table @param {string} text @param {number} number */
function append(table, text, number) {
  const known = table.get(text);
  if (known === undefined) table.set(text, [number]);
  else known.push(number);
}

/** @param {Set<number>} into @param {number[] | undefined} atoms */
function addAll(into, atoms) {
  if (atoms !== undefined) for (const atom of atoms) into.add(atom);
}
