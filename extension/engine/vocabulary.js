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

/** @type {number[]} */
const NONE = [];

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
    /** Last letters -> lengths of the endings that end so. @type {Map<string, number[]>} */
    this.endings = new Map();
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
      addLength(this.stems, atom.slice(1, 1 + SHORTEST_STEM), atom.length - 1);
    } else if (kind === ENDING) {
      addLength(this.endings, atom.slice(1).slice(-SHORTEST_STEM), atom.length - 1);
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
      token = this.ofReadings(readings, this.tells.get(readings[0]?.text ?? ""));
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
  ofReadings(readings, tells = NONE) {
    const [first] = readings;
    /** @type {number[]} */ const plain = [];
    if (first && !first.hidden && readings.length === 1) {
      this.collect(first.text, plain); // as most words read
      return this.ofAtoms(distinct(plain), NONE, tells);
    }
    /** @type {number[]} */ const disguised = [];
    for (const { text, hidden } of readings) this.collect(text, hidden ? disguised : plain);
    const hidden = distinct(disguised.filter((atom) => !plain.includes(atom)));
    return this.ofAtoms(distinct([...plain, ...hidden]), hidden, tells);
  }

  /** @param {number[]} atoms @param {number[]} hidden @param {number[]} tells @returns {Token} */
  ofAtoms(atoms, hidden, tells) {
    if (atoms.length === 0 && tells.length === 0) return PLAIN;
    const key = `${atoms.join()}|${hidden.join()}|${tells.join()}`;
    let token = this.classes.get(key);
    if (token === undefined) {
      token = { atoms, hidden, tells, starts: atoms.flatMap((atom) => this.phrases.from(atom)) };
      this.classes.set(key, token);
    }
    return token;
  }

  /** Adds the atoms that a folded word fits; one may come twice. @param {string} text @param {number[]} into */
  collect(text, into) {
    const length = text.length;
    addAll(into, this.numbers.get(`=${text}`));
    for (const n of this.stems.get(text.slice(0, SHORTEST_STEM)) ?? NONE) {
      if (n <= length) addAll(into, this.numbers.get(`^${text.slice(0, n)}`));
    }
    for (const n of this.endings.get(text.slice(-SHORTEST_STEM)) ?? NONE) {
      if (n <= length) addAll(into, this.numbers.get(`$${text.slice(length - n)}`));
    }
    if (this.inside.size === 0) return;
    for (let place = 0; place + GRAM <= length; place++) {
      for (const [part, atom] of this.inside.get(text.slice(place, place + GRAM)) ?? []) {
        if (text.startsWith(part, place)) into.push(atom);
      }
    }
  }
}

/** Each once, in order. @param {number[]} numbers @returns {number[]} */
function distinct(numbers) {
  return numbers.length < 2 ? numbers : [...new Set(numbers)].sort((a, b) => a - b);
}

/** @param {Map<string, number[]>} lengths @param {string} letters @param {number} length */
function addLength(lengths, letters, length) {
  const known = lengths.get(letters);
  if (known === undefined) lengths.set(letters, [length]);
  else if (!known.includes(length)) known.push(length);
}

/** @param {number[]} into @param {number | number[] | undefined} atoms */
function addAll(into, atoms) {
  if (typeof atoms === "number") into.push(atoms);
  else if (atoms !== undefined) into.push(...atoms);
}
