// One indicator in one language: from occurrences of its slots to windows, and what guards take back.
// Twin of service/leadlight/wording/units.py and walk.py.

/** @typedef {import("./phrases.js").Step} Step */
/** @typedef {import("./phrases.js").Phrases} Phrases */
/** @typedef {import("./vocabulary.js").Token} Token */
/** @typedef {{start: number, end: number, unit: Unit}} Window A match of a unit. */
/** @typedef {{i: number, w: number, g: number[][], u?: number[], d?: number, s?: number}} PackedUnit */

const BEFORE = 1;
const AFTER = 2;

/** Guards: phrases that are looked for only near a match. Sorted when first asked: most never are. */
class LookUp {
  /** @param {() => Step[][]} phrases */
  constructor(phrases) {
    this.phrases = phrases;
    /** @type {Map<number, Step[][]>} */
    this.rests = new Map();
    this.longest = -1;
  }

  sort() {
    if (this.longest >= 0) return;
    this.longest = 0;
    for (const steps of this.phrases()) {
      this.longest = Math.max(
        this.longest,
        steps.reduce((sum, step) => sum + step.gap + 1, 0),
      );
      for (const atom of steps[0]?.atoms ?? []) {
        const rests = this.rests.get(atom);
        if (rests === undefined) this.rests.set(atom, [steps.slice(1)]);
        else rests.push(steps.slice(1));
      }
    }
  }

  /**
   * Ends of the phrases that start from `low` to before `high`; of several from one start the farthest.
   * @param {Token[]} tokens @param {number} low @param {number} high @returns {number[]}
   */
  ends(tokens, low, high) {
    this.sort();
    /** @type {number[]} */
    const ends = [];
    for (let place = low; place < high; place++) {
      let farthest = -1;
      for (const atom of tokens[place]?.atoms ?? []) {
        for (const rest of this.rests.get(atom) ?? []) {
          farthest = Math.max(farthest, walkForward(rest, place + 1, tokens));
        }
      }
      if (farthest >= 0) ends.push(farthest);
    }
    return ends;
  }
}

export class Unit {
  /**
   * @param {PackedUnit} packed @param {number} number
   * @param {(slots: number[]) => LookUp} lookUp @param {Phrases} phrases
   */
  constructor(packed, number, lookUp, phrases) {
    this.number = number;
    this.indicator = packed.i;
    this.within = packed.w;
    this.groups = packed.g;
    this.guards = packed.u && packed.u.length > 0 ? lookUp(packed.u) : null;
    this.distance = packed.d ?? 0;
    this.side = packed.s ?? 0;
    this.phrases = phrases;
    /** @type {Set<number> | null} */
    this.known = null;
  }

  /** All atoms of the phrases that make a match. @returns {Set<number>} */
  get atoms() {
    if (this.known === null) {
      const phrases = this.groups.flat().flatMap((slot) => this.phrases.of(slot));
      this.known = new Set(phrases.flatMap((steps) => steps.flatMap(({ atoms }) => atoms)));
    }
    return this.known;
  }

  /**
   * Windows that count, without those that a guard takes back.
   * @param {Map<number, Map<number, number>>} found @param {Token[]} tokens @returns {Window[]}
   */
  windows(found, tokens) {
    const kept = tightest(this.covering(found, tokens));
    return this.guards === null ? kept : kept.filter((window) => !this.takenBack(window, tokens));
  }

  /**
   * Chains of occurrences, one of each group in any order, with at most `within` words from one to the next.
   * @param {Map<number, Map<number, number>>} found @param {Token[]} tokens @returns {Window[]}
   */
  covering(found, tokens) {
    const every = (1 << this.groups.length) - 1;
    /** @type {Window[]} */
    const windows = [];
    /** @type {Map<string, {mask: number, end: number, start: number}>} */
    const latest = new Map();
    for (const { start, end, bit } of this.occurrences(found)) {
      const grown = [{ mask: bit, end, start }];
      for (const [key, chain] of latest) {
        if (start - chain.end > this.within || isBroken(tokens, chain.end, start)) latest.delete(key);
        else if ((chain.mask & bit) === 0) {
          grown.push({ mask: chain.mask | bit, end: Math.max(chain.end, end), start: chain.start });
        }
      }
      for (const chain of grown) {
        if (chain.mask === every) {
          windows.push({ start: chain.start, end: chain.end, unit: this });
          continue;
        }
        const key = `${chain.mask}|${chain.end}`;
        const known = latest.get(key);
        if (known === undefined) latest.set(key, chain);
        else known.start = Math.max(known.start, chain.start);
      }
    }
    return windows;
  }

  /**
   * Every occurrence with its group, by start; none unless every group occurs.
   * @param {Map<number, Map<number, number>>} found @returns {{start: number, end: number, bit: number}[]}
   */
  occurrences(found) {
    /** @type {{start: number, end: number, bit: number}[]} */
    const all = [];
    for (const [number, slots] of this.groups.entries()) {
      /** @type {Map<number, number>} */
      const nearest = new Map();
      for (const slot of slots) {
        for (const [start, end] of found.get(slot) ?? []) {
          nearest.set(start, Math.min(end, nearest.get(start) ?? end));
        }
      }
      if (nearest.size === 0) return [];
      for (const [start, end] of nearest) all.push({ start, end, bit: 1 << number });
    }
    return all.sort((a, b) => a.start - b.start || a.end - b.end || a.bit - b.bit);
  }

  /** @param {Window} window @param {Token[]} tokens @returns {boolean} */
  takenBack(window, tokens) {
    if (this.guards === null) return false;
    this.guards.sort();
    let low = window.start;
    let high = window.end;
    if (this.side !== AFTER) low = sentenceStart(tokens, low, low - this.distance - this.guards.longest);
    if (this.side !== BEFORE) high = sentenceEnd(tokens, high, high + this.distance);
    const nearest = window.start - this.distance;
    return this.guards.ends(tokens, low, high).some((end) => end > nearest);
  }
}

/** Latest first; of those that start together the shortest, then that of the first unit. @param {Window} a @param {Window} b */
function inOrder(a, b) {
  return b.start - a.start || a.end - b.end || a.unit.number - b.unit.number;
}

/** Those windows that contain no other one, from left to right. @param {Window[]} windows @returns {Window[]} */
export function tightest(windows) {
  /** @type {Window[]} */
  const kept = [];
  for (const window of [...windows].sort(inOrder)) {
    const last = kept[kept.length - 1];
    if (last === undefined || window.end < last.end) kept.push(window);
  }
  return kept.reverse();
}

/** Whether a sentence ends between two places. @param {Token[]} tokens @param {number} from @param {number} to */
function isBroken(tokens, from, to) {
  for (let place = from; place < to; place++) if (tokens[place]?.atoms === null) return true;
  return false;
}

/** @param {Token[]} tokens @param {number} place @param {number} limit */
function sentenceStart(tokens, place, limit) {
  const least = Math.max(limit, 0);
  while (place > least && tokens[place - 1]?.atoms !== null) place--;
  return place;
}

/** @param {Token[]} tokens @param {number} place @param {number} limit */
function sentenceEnd(tokens, place, limit) {
  const most = Math.min(limit, tokens.length - 1);
  while (place < most && tokens[place]?.atoms !== null) place++;
  return place;
}

/**
 * Place behind the nearest end of the steps that start at `place`, or -1.
 * @param {Step[]} steps @param {number} place @param {Token[]} tokens @returns {number}
 */
export function walkForward(steps, place, tokens) {
  let places = [place];
  for (const step of steps) {
    places = reached(places, step, 1, tokens);
    if (places.length === 0) return -1;
  }
  return places[0] ?? -1;
}

/**
 * Every place where the steps, last one first, can start when they end at `place`.
 * @param {Step[]} steps @param {number} place @param {Token[]} tokens @returns {number[]}
 */
export function walkBack(steps, place, tokens) {
  let places = [place];
  for (const step of steps) {
    places = reached(places, step, -1, tokens);
    if (places.length === 0) return places;
  }
  return places.map((found) => found + 1);
}

/**
 * Places behind a wanted word that stands at most a gap further; the end of a sentence stops the walk.
 * @param {number[]} places @param {Step} step @param {number} direction @param {Token[]} tokens @returns {number[]}
 */
function reached(places, step, direction, tokens) {
  /** @type {number[]} */
  const found = [];
  for (const place of places) {
    for (let words = 0; words <= step.gap; words++) {
      const further = place + direction * words;
      const atoms = tokens[further]?.atoms;
      if (!atoms) break;
      if (atoms.some((atom) => step.atoms.includes(atom)) && !found.includes(further + direction)) {
        found.push(further + direction);
      }
    }
  }
  return found.length > 1 ? found.sort((a, b) => a - b) : found;
}

/**
 * The units of a pack.
 * @param {PackedUnit[]} packed @param {Phrases} phrases @returns {Unit[]}
 */
export function unitsOf(packed, phrases) {
  /** @type {Map<string, LookUp>} */
  const shared = new Map();
  /** @param {number[]} slots */
  const lookUp = (slots) => {
    const key = slots.join();
    let made = shared.get(key);
    if (made === undefined) {
      made = new LookUp(() => slots.flatMap((slot) => phrases.of(slot)));
      shared.set(key, made);
    }
    return made;
  };
  return packed.map((unit, number) => new Unit(unit, number, lookUp, phrases));
}
