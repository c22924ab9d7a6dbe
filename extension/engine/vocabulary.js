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
const SHORTEST_STEM = 3;
const [STEM, ENDING, INSIDE] = ["^", "$", "*"].map((kind) => kind.charCodeAt(0));

/** @type {Token} */
export const BREAK = { atoms: null, hidden: [], starts: [], tells: [] };
/** @type {Token} */
const PLAIN = { atoms: [], hidden: [], starts: [], tells: [] };

export class Vocabulary {
  /**
   * @param {string[]} atoms by their number
   * @param {Phrases} phrases
   * @param {Characters} characters
   * @param {Map<string, number[]>} [tells]
   * @param {[string, number][]} [spelled] more ways to write some of the atoms
   */
  constructor(atoms, phrases, characters, tells = new Map(), spelled = []) {
    this.tells = tells;
    this.characters = characters;
    this.phrases = phrases;
    /** Kind and letters of an atom -> its number, or numbers. @type {Map<string, number | number[]>} */
    this.numbers = new Map();
    /** First letters -> lengths of the stems that begin so. @type {Map<string, number[]>} */
    this.stems = new Map();
    /** Length -> whether an ending has it. @type {boolean[]} */
    this.endings = [];
    /** @type {Map<string, [string, number][]>} */ this.inside = new Map();
    /** @type {Map<string, Token>} */ this.classes = new Map();
    /** @type {Map<string, Token>} */ this.words = new Map();
    for (let number = 0; number < atoms.length; number++) this.add(/** @type {string} */ (atoms[number]), number);
    for (const [atom, number] of spelled) this.add(atom, number);
  }

  /** @param {string} atom kind, then letters @param {number} number */
  add(atom, number) {
    const known = this.numbers.get(atom);
    if (known === undefined) this.numbers.set(atom, number);
    else if (typeof known === "number") this.numbers.set(atom, [known, number]);
    else known.push(number);
    const kind = atom.charCodeAt(0);
    if (kind === STEM) {
      const first = atom.slice(1, 1 + SHORTEST_STEM);
      const lengths = this.stems.get(first);
      if (lengths === undefined) this.stems.set(first, [atom.length - 1]);
      else if (!lengths.includes(atom.length - 1)) lengths.push(atom.length - 1);
    } else if (kind === ENDING) {
      this.endings[atom.length - 1] = true;
    } else if (kind === INSIDE) {
      const gram = atom.slice(1, 1 + GRAM);
      this.inside.set(gram, [...(this.inside.get(gram) ?? []), [atom.slice(1), number]]);
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
    addAll(into, this.numbers.get(`=${text}`));
    for (const n of this.stems.get(text.slice(0, SHORTEST_STEM)) ?? []) {
      if (n <= length) addAll(into, this.numbers.get(`^${text.slice(0, n)}`));
    }
    for (let n = 0; n < this.endings.length && n <= length; n++) {
      if (this.endings[n]) addAll(into, this.numbers.get(`$${text.slice(length - n)}`));
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

/** @param {Set<number>} into @param {number | number[] | undefined} atoms */
function addAll(into, atoms) {
  if (typeof atoms === "number") into.add(atoms);
  else if (atoms !== undefined) for (const atom of atoms) into.add(atom);
}
