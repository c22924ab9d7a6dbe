// Cuts text into words and folds words, from the table of characters inside the pack.
// Twin of service/leadlight/wording/characters.py: the same table, the same answers.

/**
 * @typedef {object} CharacterTable
 * @property {number} version
 * @property {number[][]} letters
 * @property {number[][]} upper
 * @property {number[][]} ignored
 * @property {number[][]} zero_width
 * @property {number[][]} styled
 * @property {number[][]} spaces
 * @property {string} stops
 * @property {string} closing
 * @property {string} breaks
 * @property {string} line_goes_on
 * @property {number[][]} fold_runs
 * @property {Record<string, number[][]>} fold_strings
 * @property {Record<string, string>} latin_to_cyrillic
 * @property {Record<string, string>} latin_to_greek
 * @property {Record<string, string>} cyrillic_to_latin
 * @property {Record<string, string>} greek_to_latin
 * @property {Record<string, string>} leet
 * @property {number[][]} fillers
 * @property {Record<string, string>} letter_like
 */

/** @typedef {{text: string, hidden: boolean}} Reading One way to read a word; hidden: only through a disguise. */

export const LONGEST_WORD = 64; // code points
export const WIDEST_FILLING = 4; // code points
const SHORTEST_LEET = 4;
const SHORTEST_LOOK_ALIKE = 3;
const TABLE_FORMAT = 1;
const TABLE_SIZE = 0x20000;

const LETTER = 1;
const CAPITAL = 2;
const IGNORED = 4;
const SPACE = 8;
const STOP = 16;
const BREAK = 32;
const CLOSING = 64;
const GOES_ON = 128;

const LATIN = /[a-z\u00df-\u024f]/;
const CYRILLIC = /[\u0400-\u052f]/;
const GREEK = /[\u0370-\u03ff]/;
const DIGIT = /[0-9]/;
const ASCII = /^[\x00-\x7f]*$/;
const ASCII_LETTERS = /^[A-Za-z]+$/;
const PLAIN_LATIN = /^[a-z]+$/;
const LINE_FEED = 0x0a;
const PARAGRAPH = 0x2029;

export class Characters {
  /** @param {CharacterTable} table */
  constructor(table) {
    if (table.version !== TABLE_FORMAT) {
      throw new Error(`the table of characters has version ${table.version}, not ${TABLE_FORMAT}`);
    }
    this.table = table;
    this.signs = signs(table);
    /** @type {Map<number, string> | null} */
    this.made = null;
    this.zeroWidth = table.zero_width;
    this.styled = table.styled;
    this.toLatin = { ...table.greek_to_latin, ...table.cyrillic_to_latin };
    const cyrillic = Object.keys(table.cyrillic_to_latin).join("");
    const greek = Object.keys(table.greek_to_latin).join("");
    this.allLookLatin = new RegExp(`^(?:[${cyrillic}]+|[${greek}]+)$`);
  }

  /** Code point -> what it folds to. Made when first asked: many ads in English never ask. @returns {Map<number, string>} */
  get folds() {
    this.made ??= folds(this.table);
    return this.made;
  }

  /** Whether nothing but spaces stands in the text. @param {string} text @returns {boolean} */
  isBlank(text) {
    return this.skip(text, 0, SPACE) >= text.length;
  }

  /** @param {number} point @returns {number} what the character is, as bits */
  signOf(point) {
    if (point < TABLE_SIZE) return this.signs[point] ?? 0;
    return inRanges(this.table.ignored, point) ? IGNORED : 0;
  }

  /**
   * Words and ends of sentences, in order. Places are UTF-16 units.
   * @param {string} text
   * @param {(start: number, end: number, isWord: boolean) => void} take
   */
  cut(text, take) {
    const length = text.length;
    const signs = this.signs;
    let at = 0;
    while (at < length) {
      const unit = text.charCodeAt(at);
      const isPair = isLead(unit) && text.codePointAt(at) !== unit;
      const sign = isPair ? this.signOf(pointAt(text, at)) : (signs[unit] ?? 0);
      let end = at + (isPair ? 2 : 1);
      if (sign & LETTER) {
        end = this.skip(text, end, LETTER | IGNORED);
        take(at, end, true);
      } else if (sign & STOP) {
        const stopped = this.skip(text, end, STOP);
        end = this.skip(text, stopped, CLOSING | IGNORED);
        if (end >= length || this.signOf(pointAt(text, end)) & SPACE) take(at, end, false);
        else end = stopped;
      } else if (sign & BREAK || unit === PARAGRAPH) {
        take(at, end, false);
      } else if (unit === LINE_FEED) {
        const next = this.lineBreak(text, at);
        if (next > at) take(at, (end = next), false);
      }
      at = end;
    }
  }

  /**
   * End of the line break at `at`, or `at` when the sentence goes on in the next line.
   * @param {string} text @param {number} at @returns {number}
   */
  lineBreak(text, at) {
    let next = at + 1;
    while (next < text.length && text.charCodeAt(next) !== LINE_FEED && this.signOf(pointAt(text, next)) & SPACE) next++;
    if (next >= text.length) return at;
    if (text.charCodeAt(next) === LINE_FEED) return next;
    const sign = this.signOf(pointAt(text, next));
    return sign & CAPITAL || !(sign & (LETTER | IGNORED | GOES_ON)) ? next : at;
  }

  /** @param {string} text @param {number} at @param {number} wanted @returns {number} */
  skip(text, at, wanted) {
    // Most of the time of a first ad goes by here, before anything is compiled: a loop without calls is a third of it.
    const signs = this.signs;
    const length = text.length;
    while (at < length) {
      const unit = text.charCodeAt(at);
      if (isLead(unit)) {
        if (!(this.signOf(pointAt(text, at)) & wanted)) return at;
        at += widthAt(text, at);
      } else {
        if (!((signs[unit] ?? 0) & wanted)) return at;
        at++;
      }
    }
    return at;
  }

  /** The word without case, marks and style. @param {string} word @returns {string} */
  fold(word) {
    if (ASCII.test(word)) return word.toLowerCase(); // the same in every language of the browser, for these letters
    let folded = "";
    const folds = this.folds;
    for (const letter of word) {
      const to = folds.get(/** @type {number} */ (letter.codePointAt(0)));
      folded += to === undefined ? letter : to;
    }
    return folded;
  }

  /** Every way to read a word, the plain one first; none when it is too long. @param {string} word @returns {Reading[]} */
  readings(word) {
    if (word.length <= LONGEST_WORD && ASCII_LETTERS.test(word)) return [{ text: word.toLowerCase(), hidden: false }];
    if (word.length > LONGEST_WORD && [...word].length > LONGEST_WORD) return [];
    const folded = this.fold(word);
    const plain = { text: folded, hidden: this.isStyled(word) };
    if (PLAIN_LATIN.test(folded)) return [plain];
    const others = new Set(this.disguises(folded));
    others.delete(folded);
    return [plain, ...[...others].map((text) => ({ text, hidden: true }))];
  }

  /** Whether a word is one letter, with or without marks. @param {string} word */
  isSingleLetter(word) {
    return this.skip(word, widthAt(word, 0), IGNORED) >= word.length;
  }

  /**
   * Letters that the signs between two words stand for, "" for none; null when the signs do not join words.
   * @param {string} text @param {number} start @param {number} end @returns {string | null}
   */
  filling(text, start, end) {
    if (end <= start || end - start > 2 * WIDEST_FILLING) return null;
    if (this.signOf(pointAt(text, start)) & SPACE) return null; // what stands between most words
    const between = [...text.slice(start, end)];
    if (between.length > WIDEST_FILLING) return null;
    let letters = "";
    for (const sign of between) {
      const letter = this.table.letter_like[sign];
      if (letter !== undefined) letters += letter;
      else if (!this.isFiller(/** @type {number} */ (sign.codePointAt(0)))) return null;
    }
    return between[0] === "@" && between.length === 1 && this.isAddress(text, end) ? null : letters;
  }

  /** @param {number} point */
  isFiller(point) {
    return inRanges(this.table.fillers, point) || (this.signOf(point) & IGNORED) !== 0;
  }

  /** An at sign in an address: the name of a site follows, with a dot in it. @param {string} text @param {number} at */
  isAddress(text, at) {
    const end = this.skip(text, at, LETTER | IGNORED);
    const dot = text[end];
    return (dot === "." || dot === "-") && end + 1 < text.length && (this.signOf(pointAt(text, end + 1)) & LETTER) !== 0;
  }

  /** Whether the word has styled letters, or a character without width before one of its letters. @param {string} word */
  isStyled(word) {
    let withoutWidth = false;
    for (const letter of word) {
      const point = /** @type {number} */ (letter.codePointAt(0));
      if (point < 128) {
        if (withoutWidth) return true;
        continue;
      }
      if (inRanges(this.styled, point)) return true;
      if (inRanges(this.zeroWidth, point)) withoutWidth = true;
      else if (withoutWidth && this.signOf(point) & LETTER) return true;
    }
    return false;
  }

  /** @param {string} folded @returns {string[]} */
  disguises(folded) {
    let [latin, cyrillic, greek] = scripts(folded);
    /** @type {string[]} */
    const found = [];
    const length = [...folded].length;
    if (DIGIT.test(folded) && length >= SHORTEST_LEET && (latin || cyrillic || greek)) {
      folded = translate(folded, this.table.leet);
      found.push(folded);
      latin = latin || LATIN.test(folded);
    }
    if (Number(latin) + Number(cyrillic) + Number(greek) > 1) {
      for (const [map, own] of /** @type {[Record<string, string>, RegExp][]} */ ([
        [this.toLatin, LATIN],
        [this.table.latin_to_cyrillic, CYRILLIC],
        [this.table.latin_to_greek, GREEK],
      ])) {
        const text = translate(folded, map);
        if (own.test(text) && scripts(text).filter(Boolean).length === 1) found.push(text);
      }
    } else if (!latin && length >= SHORTEST_LOOK_ALIKE && this.allLookLatin.test(folded)) {
      found.push(translate(folded, this.toLatin));
    }
    return found;
  }
}

/** @param {string} folded @returns {[boolean, boolean, boolean]} whether Latin, Cyrillic and Greek letters occur */
function scripts(folded) {
  return [LATIN.test(folded), CYRILLIC.test(folded), GREEK.test(folded)];
}

/** @param {string} text @param {Record<string, string>} map */
function translate(text, map) {
  let out = "";
  for (const letter of text) out += map[letter] ?? letter;
  return out;
}

/** Whether a unit is the first of a pair, if another follows. @param {number} unit */
function isLead(unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** @param {string} text @param {number} at @returns {number} */
function pointAt(text, at) {
  const unit = text.charCodeAt(at);
  return isLead(unit) ? /** @type {number} */ (text.codePointAt(at)) : unit;
}

/** @param {string} text @param {number} at @returns {number} */
function widthAt(text, at) {
  return pointAt(text, at) > 0xffff ? 2 : 1;
}

/** @param {number[][]} ranges @param {number} point */
function inRanges(ranges, point) {
  for (const [first = 0, last = 0] of ranges) if (point >= first && point <= last) return true;
  return false;
}

/** @param {CharacterTable} table @returns {Uint8Array} what each character is, as bits */
function signs(table) {
  const all = new Uint8Array(TABLE_SIZE);
  /** @param {number[][]} ranges @param {number} bit */
  const mark = (ranges, bit) => {
    for (const [first = 0, last = 0] of ranges) {
      for (let point = first; point <= last && point < TABLE_SIZE; point++) all[point] = (all[point] ?? 0) | bit;
    }
  };
  /** @param {string} letters @returns {number[][]} */
  const each = (letters) => [...letters].map((letter) => [letter.codePointAt(0) ?? 0, letter.codePointAt(0) ?? 0]);
  for (const [first = 0, last = 0] of table.letters) all.fill(LETTER, first, last + 1); // the first mark: nothing is lost
  mark(table.ignored, IGNORED);
  mark(table.spaces, SPACE);
  mark(each(table.stops), STOP);
  mark(each(table.breaks), BREAK);
  mark(each(table.closing), CLOSING);
  mark(each(table.line_goes_on), GOES_ON);
  for (const [first = 0, count = 0, step = 1] of table.upper) {
    for (let nth = 0; nth < count; nth++) {
      const point = first + nth * step;
      all[point] = (all[point] ?? 0) | CAPITAL;
    }
  }
  return all;
}

/** @param {CharacterTable} table @returns {Map<number, string>} */
function folds(table) {
  /** @type {Map<number, string>} */
  const all = new Map();
  for (const [first = 0, count = 0, step = 1, distance = 0] of table.fold_runs) {
    for (let nth = 0; nth < count; nth++) {
      const point = first + nth * step;
      all.set(point, String.fromCodePoint(point + distance));
    }
  }
  for (const [text, ranges] of Object.entries(table.fold_strings)) {
    for (const [first = 0, last = 0] of ranges) for (let point = first; point <= last; point++) all.set(point, text);
  }
  for (const [first = 0, last = 0] of table.ignored) for (let point = first; point <= last; point++) all.set(point, "");
  return all;
}
